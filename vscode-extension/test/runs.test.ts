import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Feed } from '../src/model/feed';
import { Runs } from '../src/model/runs';
import { TestTree } from '../src/model/tree';
import type { RunFinished, RunStarted, TestFinished } from '../src/protocol/messages';
import { PaperScreen, PaperStage, items } from './scenario';

const WORKSPACE = 'm+\n  m/a.*+\n    m/a.ATest+\n      m/a.ATest#one()\n      m/a.ATest#many(int)+\n        m/a.ATest#many(int)/[1]';

class Desk {
    readonly tree = new TestTree();
    readonly feed = new Feed();
    readonly stage = new PaperStage();
    readonly runs = new Runs(this.tree, this.feed, this.stage);

    constructor(workspace = WORKSPACE) {
        this.tree.answered(undefined, items(workspace));
    }

    adopt(runId: string): this {
        this.runs.adopt(runId, new PaperScreen(runId, this.stage.paper));
        return this;
    }

    heard(...news: Parameters<Runs['heard']>[0][]): this {
        for (const it of news) this.feed.news(() => this.runs.heard(it));
        return this;
    }

    shows(...lines: string[]): void {
        assert.deepEqual(this.stage.paper, lines);
    }
}

const begun = (runId: string, more: Partial<RunStarted> = {}) =>
    ({ method: 'tls/runStarted', params: { runId, kind: 'run', continuous: false, mine: false, ...more } }) as const;
const enqueued = (runId: string, ...ids: string[]) =>
    ({ method: 'tls/testsEnqueued', params: { runId, tests: ids.map((id) => ({ id, why: { code: 'uses', text: `it uses ${id}` } })) } }) as const;
const started = (runId: string, id: string) => ({ method: 'tls/testStarted', params: { runId, id } }) as const;
const finished = (runId: string, id: string, more: Partial<TestFinished> = {}) =>
    ({ method: 'tls/testFinished', params: { runId, id, outcome: 'passed', durationMs: 1, ...more } }) as const;
const ended = (runId: string, more: Partial<RunFinished> = {}) => ({
    method: 'tls/runFinished',
    params: { runId, ending: 'completed', durationMs: 5, totals: { tests: 1, passed: 1, failed: 0, errors: 0, skipped: 0, flaky: 0, compileErrors: 0 }, ...more },
}) as const;
const none = { tests: 0, passed: 0, failed: 0, errors: 0, skipped: 0, flaky: 0, compileErrors: 0 };

test('a run that this editor asked for is shown where it asked', () => {
    const desk = new Desk().adopt('r');
    desk.heard(begun('r', { mine: true }), enqueued('r', 'm/a.ATest#one()'), started('r', 'm/a.ATest#one()'), finished('r', 'm/a.ATest#one()'), ended('r'));
    desk.shows('r: enqueued m/a.ATest#one()', 'r: started m/a.ATest#one()', 'r: passed m/a.ATest#one()', 'r: output | == 1 passed in 5 ms ==', 'r: end');
});

test('a run of somebody else gets a screen of its own', () => {
    const desk = new Desk().heard(begun('x'), finished('x', 'm/a.ATest#one()', { outcome: 'failed' }), ended('x', { totals: { ...none, tests: 1, failed: 1 } }));
    desk.shows('x: failed m/a.ATest#one()', 'x: output | == 1 failed in 5 ms ==', 'x: end');
});

test('a debugger is fetched for runs that were asked for here, and others are told of theirs', () => {
    const listening = (runId: string) => ({ method: 'tls/debuggerListening', params: { runId, host: '127.0.0.1', port: 40001 } }) as const;
    new Desk().adopt('r').heard(listening('r'), begun('x', { kind: 'debug' }), listening('x'))
        .shows('r: output | Waiting for a debugger at 127.0.0.1:40001', 'attach to 127.0.0.1:40001', 'x: output | Waiting for a debugger at 127.0.0.1:40001');
});

test('coverage is shown part by part', () => {
    const count = { covered: 1, total: 2 };
    const part = (uri: string) => ({ method: 'tls/coverageFound', params: { runId: 'r', files: [{ uri, lines: count, branches: count, methods: count, tests: [] }] } }) as const;
    new Desk().adopt('r').heard(part('file:///w/A.java'), part('file:///w/B.java')).shows('r: covered in r file:///w/A.java 1/2', 'r: covered in r file:///w/B.java 1/2');
});

test('a class that is enqueued stands for what is in it, but for what only its invocations tell of', () => {
    new Desk().heard(begun('x'), enqueued('x', 'm/a.ATest'), started('x', 'm/a.ATest#many(int)/[1]'), finished('x', 'm/a.ATest#many(int)/[1]'))
        .shows('x: enqueued m/a.ATest#one()', 'x: started m/a.ATest#many(int)/[1]', 'x: passed m/a.ATest#many(int)/[1]');
});

test('rounds of a continuous run are shown, and the run that goes on is not', () => {
    new Desk().heard(begun('c', { continuous: true }), begun('c/1', { round: { of: 'c', number: 1 } }), ended('c/1'), ended('c'))
        .shows('c/1: output | == 1 passed in 5 ms ==', 'c/1: end');
});

test('tests that nobody has looked at are asked for once, and what was heard meanwhile comes after that', async () => {
    const desk = new Desk('m+');
    let asked = 0;
    desk.stage.load = async () => {
        asked++;
        await Promise.resolve();
        desk.tree.answered(undefined, items(WORKSPACE));
    };
    desk.heard(begun('x'), enqueued('x', 'm/a.ATest#one()', 'm/z.Gone#a()'), finished('x', 'm/a.ATest#one()'), finished('x', 'm/z.Gone#a()'), ended('x'));
    desk.shows();
    await new Promise(setImmediate);
    desk.shows('x: enqueued m/a.ATest#one()', 'x: passed m/a.ATest#one()', 'x: output | == 1 passed in 5 ms ==', 'x: end');
    assert.equal(asked, 1);
});

test('a run that no test came of is trouble where it was asked for, and elsewhere a line of output', () => {
    const nothing = { totals: none, noTestsRun: 'nothing was selected' };
    const desk = new Desk().adopt('r').heard(ended('r', nothing), begun('x'), ended('x', nothing));
    desk.shows('r: output | == no tests ran: nothing was selected in 5 ms ==', 'trouble: nothing was selected', 'r: end',
        'x: output | == no tests ran: nothing was selected in 5 ms ==', 'x: end');
});

test('what does not compile is told with its error, where it was asked for', () => {
    const location = { uri: 'file:///w/A.java', range: { start: { line: 2, character: 4 }, end: { line: 2, character: 5 } } };
    new Desk().adopt('r').heard(
        { method: 'tls/runMessage', params: { runId: 'r', kind: 'compileError', text: 'cannot find symbol', location } },
        ended('r', { totals: { ...none, compileErrors: 1 }, noTestsRun: 'what was selected could not run', notRun: [{ name: 'a.ATest', why: 'it needs A' }] }),
    ).shows('r: output | A.java:3:5: error: cannot find symbol', 'r: output | NOT RUN a.ATest  it needs A',
        'r: output | == 1 compile error, no tests ran: what was selected could not run in 5 ms ==',
        'r: could not run: it needs A\nA.java:3:5: error: cannot find symbol', 'trouble: what was selected could not run', 'r: end');
});

test('a round that nothing is affected by is not shown', () => {
    new Desk().heard(begun('c/2', { mine: true, round: { of: 'c', number: 2 } }), { method: 'tls/runPhase', params: { runId: 'c/2', phase: 'compile', text: 'compiling' } },
        ended('c/2', { ending: 'nothingAffected', totals: none, noTestsRun: 'nothing changed' })).shows();
});

test('a continuous run is known as such until it ends', () => {
    const desk = new Desk().heard(begun('c', { continuous: true }));
    assert.equal(desk.runs.isContinuous('c'), true);
    desk.heard(ended('c'));
    assert.equal(desk.runs.isContinuous('c'), false);
});

test('a round that does not compile interrupts nobody', () => {
    new Desk().heard(begun('c/2', { mine: true, round: { of: 'c', number: 2 } }),
        ended('c/2', { totals: { ...none, compileErrors: 1 }, noTestsRun: 'what was selected could not run', notRun: [{ name: 'a.ATest', why: 'it needs A' }] }))
        .shows('c/2: output | NOT RUN a.ATest  it needs A', 'c/2: output | == 1 compile error, no tests ran: what was selected could not run in 5 ms ==',
            'c/2: could not run: it needs A', 'c/2: end');
});

test('where some tests could not run, that is trouble too', () => {
    new Desk().adopt('r').heard(ended('r', { notRun: [{ name: 'a.ATest', why: 'it needs A' }] }))
        .shows('r: output | NOT RUN a.ATest  it needs A', 'r: output | == 1 passed in 5 ms ==', 'trouble: ', 'r: end');
});

test('a run that was cancelled before its first test is no trouble', () => {
    new Desk().adopt('r').heard(ended('r', { ending: 'cancelled', totals: none, noTestsRun: 'cancelled' }))
        .shows('r: output | == no tests ran: cancelled, cancelled in 5 ms ==', 'r: end');
});

test('output of a test that is not held belongs to none', () => {
    new Desk().heard(begun('x'), { method: 'tls/testOutput', params: { runId: 'x', stream: 'out', text: 'hi\n', id: 'm/z' } },
        { method: 'tls/testOutput', params: { runId: 'x', stream: 'err', text: 'ho\n', id: 'm/a.ATest#one()' } })
        .shows('x: output | hi', 'x: output m/a.ATest#one()| ho');
});

test('what a reused process said is told in the output of the test', () => {
    const failure = { message: 'boom', frames: [], trace: '', type: 'java.lang.Error' };
    new Desk().heard(begun('x'), finished('x', 'm/a.ATest#one()', { attempts: [{ outcome: 'error', durationMs: 1, where: 'reused JVM', failure }] }))
        .shows('x: output m/a.ATest#one()| tls: it threw in a reused JVM: java.lang.Error: boom', 'x: passed m/a.ATest#one()');
});

test('every screen ends when the connection does, and nothing that comes later is shown', () => {
    const desk = new Desk().adopt('r').heard(begun('x'));
    desk.runs.goOn([]);
    desk.heard(finished('r', 'm/a.ATest#one()'), ended('x')).shows('r: end', 'x: end');
});

test('after a reconnect the runs that go on have screens', () => {
    const desk = new Desk();
    desk.runs.goOn([begun('x').params]);
    desk.heard(finished('x', 'm/a.ATest#one()')).shows('x: passed m/a.ATest#one()');
});

test('a refused run says why and ends', () => {
    const desk = new Desk().adopt('r');
    desk.runs.refused('r', 'the daemon is about to stop');
    desk.shows('r: could not run: the daemon is about to stop', 'r: end');
});

test('why a test ran is kept, for what is in an enqueued class too', () => {
    const desk = new Desk().heard(begun('x'), enqueued('x', 'm/a.ATest'));
    assert.equal(desk.runs.whyItRan('m/a.ATest#one()')?.text, 'it uses m/a.ATest');
    assert.equal(desk.runs.whyItRan('m/b'), undefined);
});
