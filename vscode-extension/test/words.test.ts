import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Standing, duration, failureText, resultNotes, statusBar, summary, terminalText, trouble } from '../src/model/words';

const up = (state: string, red = 0, running: string[] = [], provisional = 0): Standing => ({ state: 'up', status: { state, revision: 1, running, red, provisional, tests: 48 } });

test('durations', () => {
    assert.deepEqual([0.4, 12.3, 1234, 61_000, 150_000].map(duration), ['0 ms', '12 ms', '1.23 s', '61.0 s', '2 min 30 s']);
});

test('a failure says what an assertion says, and of other things their type too', () => {
    const failure = { message: 'expected: <1> but was: <2>', frames: [], trace: '' };
    assert.equal(failureText({ ...failure, type: 'org.opentest4j.AssertionFailedError' }), failure.message);
    assert.equal(failureText({ ...failure, type: 'java.io.IOException', message: 'no' }), 'java.io.IOException: no');
    assert.equal(failureText({ ...failure, type: 'a.B', message: '' }), 'a.B');
    assert.equal(failureText({ ...failure, message: '' }), 'Failed without a message');
    assert.equal(failureText(undefined), 'Failed, and nothing tells why');
});

test('summaries', () => {
    const totals = { tests: 9, passed: 5, failed: 1, errors: 1, skipped: 2, flaky: 1, compileErrors: 2 };
    assert.equal(summary({ runId: 'r', ending: 'stoppedEarly', totals, durationMs: 2500 }),
        '== 2 compile errors, 1 failed, 1 error, 5 passed (1 flaky), 2 skipped, stopped early in 2.50 s ==');
});

test('trouble', () => {
    const run = { runId: 'r', ending: 'completed', totals: { tests: 0, passed: 0, failed: 0, errors: 0, skipped: 0, flaky: 0, compileErrors: 0 }, durationMs: 1 };
    assert.equal(trouble({ ...run, noTestsRun: 'nothing matches' }), 'no tests ran: nothing matches');
    assert.equal(trouble({ ...run, notRun: [{ name: 'a.A', why: 'it needs B' }] }), 'a.A did not run: it needs B');
    assert.equal(trouble({ ...run, notRun: [{ name: 'a.A', why: 'it needs B' }, { name: 'a.C', why: '' }] }), 'a.A and 1 more class did not run: it needs B');
});

test('notes of a result', () => {
    assert.equal(resultNotes({ runId: 'r', id: 'i', outcome: 'passed', durationMs: 1 }), '');
    assert.equal(resultNotes({ runId: 'r', id: 'i', outcome: 'passed', durationMs: 1, flaky: true }), 'tls: it passed only when it was tried again, so it is flaky\n');
    assert.equal(resultNotes({ runId: 'r', id: 'i', outcome: 'skipped', durationMs: 1, skipReason: 'not today' }), 'skipped: not today\n');
    const failure = { message: 'no', frames: [], trace: 'Error: no\n\tat a.A.b(A.java:1)\n' };
    assert.equal(resultNotes({ runId: 'r', id: 'i', outcome: 'failed', durationMs: 1, failure }), failure.trace);
});

test('terminals want a carriage return', () => {
    assert.equal(terminalText('a\nb\r\nc'), 'a\r\nb\r\nc');
});

test('the status bar', () => {
    assert.equal(statusBar([]), undefined);
    const texts = (...standings: Standing[]) => statusBar(standings.map((standing) => ({ name: 'shop', standing })))?.text;
    assert.equal(texts(up('ready')), '$(beaker) tls');
    assert.equal(texts(up('ready', 3)), '$(error) tls 3 red');
    assert.equal(texts(up('ready', 3), up('running', 1, ['r'])), '$(sync~spin) tls 4 red');
    assert.equal(texts({ state: 'starting' }), '$(sync~spin) tls');
    assert.equal(texts({ state: 'away', why: 'gone' }), '$(warning) tls');
    assert.equal(texts(up('a word of tomorrow')), '$(beaker) tls');
});

test('its tooltip tells of each folder', () => {
    assert.equal(statusBar([
        { name: 'shop', standing: up('running', 1, ['r']) },
        { name: 'cart', standing: { state: 'shared', folder: 'shop' } },
        { name: 'bank', standing: { state: 'up', status: { state: 'broken', revision: 1, running: [], red: 0, tests: 0, problem: { text: 'no parent' } } } },
    ])?.tooltip, 'shop: 1 run going on; 48 tests, 1 red\ncart: its tests are shown with those of shop\nbank: the build cannot be read: no parent');
});
