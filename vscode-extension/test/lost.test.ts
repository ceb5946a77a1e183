import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Discovery } from '../src/model/discovery';
import { Feed } from '../src/model/feed';
import { Runs } from '../src/model/runs';
import { Shown } from '../src/model/shown';
import { TestTree } from '../src/model/tree';
import type { Ask, LastResult, Params, TestItem } from '../src/protocol/messages';
import { PaperStage, items } from './scenario';

const CLASSES = 'm+\n  m/a.*+\n    m/a.ATest+\n      m/a.ATest#one()\n      m/a.ATest#two()\n      m/a.ATest#many(int)+';
const INVOCATIONS = 'm/a.ATest#many(int)/[1]\nm/a.ATest#many(int)/[2]';

/** A server as the protocol has it, invocations told below their method alone, and an editor that writes down each result that it did not show yet. */
class Desk {
    readonly tree = new TestTree();
    readonly feed = new Feed();
    readonly stage = new PaperStage();
    readonly runs = new Runs(this.tree, this.feed, this.stage);
    readonly shown = new Shown();
    readonly paper: string[] = [];
    readonly last = new Map<string, LastResult>();
    readonly discovery: Discovery;

    constructor() {
        const ask = (async (_method: string, params: Params<'tls/discover'>) => ({ revision: 1, tests: this.#answer(params) })) as unknown as Ask;
        this.discovery = new Discovery(this.tree, this.feed, ask, (change) => {
            for (const step of change.steps) if ('put' in step) this.#show(step.put);
        });
    }

    /** All that a session does when it begins, and when events were lost. */
    async synchronize(): Promise<void> {
        this.feed.clear();
        this.runs.goOn([]);
        await this.discovery.again();
        await this.discovery.everything();
        await this.discovery.invocations();
    }

    heard(id: string, outcome: 'passed' | 'failed', durationMs: number): void {
        this.last.set(id, { outcome, durationMs });
        this.shown.put(id, { outcome, durationMs });
    }

    #answer({ scope, depth = 1 }: Params<'tls/discover'>): TestItem[] {
        if (scope?.includes('#') === true) return items(INVOCATIONS, scope).filter((it) => this.last.has(it.id)).map((it) => this.#withLast(it));
        const all = items(CLASSES);
        const levels = new Map<string | undefined, number>([[scope, 0]]);
        for (const it of all) if (levels.has(it.parent) && it.id !== scope) levels.set(it.id, (levels.get(it.parent) ?? 0) + 1);
        return all.filter((it) => it.id !== scope && (levels.get(it.id) ?? depth + 1) <= depth).map((it) => this.#withLast(it));
    }

    #withLast(it: TestItem): TestItem {
        const last = this.last.get(it.id);
        return last === undefined ? it : { ...it, last };
    }

    #show(it: TestItem): void {
        if (it.last === undefined || this.shown.is(it.id, it.last)) return;
        this.shown.put(it.id, it.last);
        this.paper.push(`${it.last.outcome} ${it.id}`);
    }
}

test('what ended while events were lost is asked for, invocations that nobody has looked at as well', async () => {
    const desk = new Desk();
    await desk.synchronize();
    desk.runs.heard({ method: 'tls/runStarted', params: { runId: 'r', kind: 'run', continuous: false, mine: false } });
    desk.heard('m/a.ATest#one()', 'passed', 3);
    desk.last.set('m/a.ATest#two()', { outcome: 'failed', durationMs: 1 });
    desk.last.set('m/a.ATest#many(int)/[1]', { outcome: 'passed', durationMs: 1 });
    desk.last.set('m/a.ATest#many(int)/[2]', { outcome: 'failed', durationMs: 1 });
    await desk.synchronize();
    assert.deepEqual(desk.stage.paper, ['r: end']);
    assert.deepEqual(desk.paper, ['failed m/a.ATest#two()', 'passed m/a.ATest#many(int)/[1]', 'failed m/a.ATest#many(int)/[2]']);
});

test('a test that was red before, and is so for another cause, is shown anew', async () => {
    const desk = new Desk();
    await desk.synchronize();
    desk.heard('m/a.ATest#one()', 'failed', 3);
    await desk.synchronize();
    assert.deepEqual(desk.paper, []);
    desk.last.set('m/a.ATest#one()', { outcome: 'failed', durationMs: 5 });
    await desk.synchronize();
    assert.deepEqual(desk.paper, ['failed m/a.ATest#one()']);
});

test('of a result of an earlier life of the server the outcome tells enough', () => {
    const shown = new Shown();
    shown.put('t', { outcome: 'failed', durationMs: 3 });
    assert.ok(shown.is('t', { outcome: 'failed' }));
    assert.ok(!shown.is('t', { outcome: 'passed' }));
});
