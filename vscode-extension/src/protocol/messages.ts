/**
 * The messages of protocol-spec/pages that an editor sends and hears. A test decodes every example of the specification
 * with these, and finds nothing left over.
 */

import { type Of, type Shape, closed, flag, list, map, nothing, number, object, open, text } from './shape';

/** The number of all pages together. */
export const PROTOCOL_VERSION = 1;

/** Codes of errors that an editor decides by. */
export const ErrorCode = { contentModified: -32801, notSupported: 1002 } as const;

const position = object({ line: number, character: number });
const range = object({ start: position, end: position });
const location = object({ uri: text, range });
const nameVersion = object({ name: text }, { version: text });

export const why = object({ code: open('inBuild', 'named', 'failedLastTime', 'executed', 'uses', 'opened', 'asked', 'new', 'unknown', 'buildChanged', 'changedSince', 'provisional'), text });

export const lastResult = object({ outcome: open('passed', 'failed', 'error', 'skipped') }, { durationMs: number, certain: flag, revision: number });

export const testItem = object(
    { id: text, kind: open('module', 'package', 'class', 'method', 'invocation'), label: text, canResolveChildren: flag },
    { parent: text, sortText: text, uri: text, range, tags: list(text), disabled: text, last: lastResult },
);

const selectedTest = object({ id: text, why });

export const failure = object(
    { message: text, frames: list(object({ text }, { uri: text, line: number })), trace: text },
    { type: text, expected: text, actual: text, location, cut: list(text) },
);

const attempt = object({ outcome: open('passed', 'failed', 'error', 'skipped'), durationMs: number, where: text }, { failure });

const runKind = closed('run', 'debug', 'coverage');

export const status = object(
    { state: open('unknown', 'ready', 'running', 'broken'), revision: number, running: list(text), red: number, tests: number },
    { provisional: number, problem: object({ text }, { details: text, hint: text }) },
);

export const runStarted = object(
    { runId: text, kind: runKind, continuous: flag, mine: flag },
    { startedBy: nameVersion, round: object({ of: text, number }, { changed: list(text) }) },
);

export const runPhase = object(
    { runId: text, phase: open('read', 'compile', 'select', 'run') },
    { text, revision: number, tests: number, workers: number },
);

export const runMessage = object(
    { runId: text, kind: open('notice', 'compileError', 'compileWarning', 'buildProblem'), text },
    { details: text, hint: text, location },
);

export const testsEnqueued = object({ runId: text, tests: list(selectedTest) });

export const testStarted = object({ runId: text, id: text }, { worker: text });

export const testOutput = object({ runId: text, stream: closed('out', 'err'), text }, { id: text });

export const testFinished = object(
    { runId: text, id: text, outcome: open('passed', 'failed', 'error', 'skipped'), durationMs: number },
    { failure, skipReason: text, attempts: list(attempt), flaky: flag, certain: flag, worker: text },
);

export const runFinished = object(
    {
        runId: text,
        ending: open('completed', 'stoppedEarly', 'nothingAffected', 'stillRed', 'outOfTime', 'cancelled', 'buildFailed', 'internalError'),
        totals: object({ tests: number, passed: number, failed: number, errors: number, skipped: number, flaky: number, compileErrors: number }, { provisional: number }),
        durationMs: number,
    },
    { noTestsRun: text, notRun: list(object({ name: text, why: text })) },
);

export const testsConfirmed = object({ tests: list(text) });

export const debuggerListening = object({ runId: text, host: text, port: number });

const count = object({ covered: number, total: number });

export const coveredFile = object(
    { uri: text, lines: count, branches: count, methods: count, tests: list(text) },
    { moreTests: number },
);

export const coverageFound = object({ runId: text, files: list(coveredFile) });

export const testsChanged = object({
    revision: number,
    changes: list(object({ change: closed('insert', 'replace', 'delete') }, { scope: text, tests: list(testItem) })),
});

/** What the server tells unasked, by method. */
export const news = {
    'tls/testsChanged': testsChanged,
    'tls/statusChanged': status,
    'tls/eventsLost': nothing,
    'tls/runStarted': runStarted,
    'tls/runPhase': runPhase,
    'tls/runMessage': runMessage,
    'tls/testsEnqueued': testsEnqueued,
    'tls/testStarted': testStarted,
    'tls/testOutput': testOutput,
    'tls/testFinished': testFinished,
    'tls/runFinished': runFinished,
    'tls/testsConfirmed': testsConfirmed,
    'tls/debuggerListening': debuggerListening,
    'tls/coverageFound': coverageFound,
} as const satisfies Record<string, Shape<unknown>>;

/** What an editor asks, by method. */
export const questions = {
    'tls/synchronize': { params: nothing, result: object({ revision: number, status, runs: list(runStarted) }) },
    'tls/discover': {
        params: object({}, { scope: text, textDocument: object({ uri: text }), depth: number, cursor: text }),
        result: object({ revision: number, tests: list(testItem) }, { cursor: text }),
    },
    'tls/run': {
        params: object(
            { runId: text },
            {
                include: list(text), exclude: list(text), kind: runKind, continuous: flag, isolation: closed('auto', 'warm', 'fresh'),
                affected: object({}, { since: text }), red: closed('only', 'first'), names: text, tags: text, workers: number,
                maxFail: number, testTimeoutMs: number, runTimeoutMs: number, unsaved: flag, env: map(text), systemProperties: map(text),
            },
        ),
        result: object({ runId: text }),
    },
    'tls/cancel': { params: object({ runId: text }), result: object({ running: flag }) },
    'tls/affected': {
        params: object({}, { include: list(text), exclude: list(text), since: text, env: map(text), cursor: text }),
        result: object({ revision: number, selected: number, total: number, stillRed: number, tests: list(selectedTest) }, { cursor: text }),
    },
    'tls/why': {
        params: object({ id: text }, { env: map(text) }),
        result: object({ id: text, revision: number, affected: flag, dependencies: list(text) }, { why, more: number, last: lastResult }),
    },
    'tls/coverage': {
        params: object({ runId: text, textDocument: object({ uri: text }) }, { id: text }),
        result: object(
            { lines: list(object({ line: number, executed: flag }, { branches: count })), methods: list(object({ name: text, line: number, executed: flag })) },
            { moreLines: number },
        ),
    },
    'tls/status': { params: nothing, result: status },
    'tls/stop': { params: object({ when: closed('idle', 'now') }), result: nothing },
} as const satisfies Record<string, { params: Shape<unknown>; result: Shape<unknown> }>;

/** What a server says of itself in the answer to `initialize`. */
export const initializeResult = object({
    capabilities: object({
        experimental: object({
            tls: object(
                { protocolVersion: number },
                { build: text, built: text, pid: number, root: text, runtimeHome: text, log: text, features: list(open('tests', 'run', 'continuous', 'affected', 'debug', 'coverage')) },
            ),
        }),
    }),
}, { serverInfo: nameVersion });

export type News = { readonly [M in keyof typeof news]: { readonly method: M; readonly params: Of<(typeof news)[M]> } }[keyof typeof news];
export type Method = keyof typeof questions;
export type Params<M extends Method> = Of<(typeof questions)[M]['params']>;
export type Result<M extends Method> = Of<(typeof questions)[M]['result']>;

export type Server = Of<typeof initializeResult>['capabilities']['experimental']['tls'];
export type TestItem = Of<typeof testItem>;
export type TestsChanged = Of<typeof testsChanged>;
export type Failure = Of<typeof failure>;
export type LastResult = Of<typeof lastResult>;
export type Location = Of<typeof location>;
export type Why = Of<typeof why>;
export type CoveredFile = Of<typeof coveredFile>;
export type Status = Of<typeof status>;
export type RunStarted = Of<typeof runStarted>;
export type RunMessage = Of<typeof runMessage>;
export type TestFinished = Of<typeof testFinished>;
export type RunFinished = Of<typeof runFinished>;

/** Asks a question. Fails with the server's error, or with {@link Misshapen}. */
export type Ask = <M extends Method>(method: M, ...params: undefined extends Params<M> ? [] : [Params<M>]) => Promise<Result<M>>;
