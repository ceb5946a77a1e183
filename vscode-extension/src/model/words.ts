/** What people read, as text. */

import type { Failure, RunFinished, RunMessage, Status, TestFinished } from '../protocol/messages';

export function duration(ms: number): string {
    if (ms < 1000) return `${Math.round(ms)} ms`;
    if (ms < 100_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
    return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

export function count(many: number, one: string, more = `${one}s`): string {
    return `${many} ${many === 1 ? one : more}`;
}

/** The last line of a run's output. */
export function summary(it: RunFinished): string {
    const { totals } = it;
    const parts = [
        totals.compileErrors > 0 ? count(totals.compileErrors, 'compile error') : '',
        totals.failed > 0 ? `${totals.failed} failed` : '',
        totals.errors > 0 ? count(totals.errors, 'error') : '',
        totals.passed > 0 ? `${totals.passed} passed${totals.flaky > 0 ? ` (${totals.flaky} flaky)` : ''}` : '',
        totals.skipped > 0 ? `${totals.skipped} skipped` : '',
        it.noTestsRun === undefined ? '' : `no tests ran: ${it.noTestsRun}`,
        ending(it),
    ].filter((part) => part !== '');
    return `== ${parts.join(', ')} in ${duration(it.durationMs)} ==`;
}

/** What to tell of a run that no test came of, or not all that were to. */
export function trouble(it: RunFinished): string {
    if (it.noTestsRun !== undefined) return `no tests ran: ${it.noTestsRun}`;
    const [first, ...more] = it.notRun ?? [];
    return first === undefined ? '' : `${first.name}${more.length > 0 ? ` and ${count(more.length, 'more class', 'more classes')}` : ''} did not run: ${first.why}`;
}

function ending(it: RunFinished): string {
    switch (it.ending) {
        case 'cancelled':
            return 'cancelled';
        case 'stoppedEarly':
            return 'stopped early';
        case 'outOfTime':
            return 'out of time';
        case 'internalError':
            return 'an error of tls itself, told in its log';
        default:
            return '';
    }
}

/** A message of a run, as lines of its output. */
export function messageLines(it: RunMessage, path: (uri: string) => string): string {
    const { location } = it;
    const where = location === undefined ? '' : `${path(location.uri)}:${location.range.start.line + 1}:${location.range.start.character + 1}: `;
    const kind = it.kind === 'compileError' ? 'error: ' : it.kind === 'compileWarning' ? 'warning: ' : '';
    return [`${where}${kind}${it.text}`, it.details, it.hint].filter((line) => line !== undefined).join('\n') + '\n';
}

/** The message of a failure; never empty, since an editor shows it. */
export function failureText(failure: Failure | undefined): string {
    if (failure === undefined) return 'Failed, and nothing tells why';
    const type = failure.type ?? '';
    if (failure.message === '') return type === '' ? 'Failed without a message' : type;
    return isAssertion(type) ? failure.message : `${type}: ${failure.message}`;
}

function isAssertion(type: string): boolean {
    return type === '' || /Assert|Comparison|MultipleFailures/.test(type.slice(type.lastIndexOf('.') + 1));
}

/** What a result has to say besides its outcome, as lines of the test's output; often nothing. */
export function resultNotes(it: TestFinished): string {
    const lines = (it.attempts ?? []).map((attempt) => {
        const gist = attempt.failure === undefined ? '' : `: ${firstLine(failureText(attempt.failure))}`;
        return `tls: it ${attempt.outcome === 'error' ? 'threw' : attempt.outcome} in a ${attempt.where}${gist}`;
    });
    if (it.flaky === true) lines.push('tls: it passed only when it was tried again, so it is flaky');
    if (it.outcome === 'skipped' && it.skipReason !== undefined && it.skipReason !== '') lines.push(`skipped: ${it.skipReason}`);
    if (it.failure !== undefined && it.failure.trace !== '') lines.push(it.failure.trace.trimEnd());
    return lines.map((line) => line + '\n').join('');
}

export function firstLine(text: string): string {
    return text.split('\n', 1)[0] ?? '';
}

/** As terminals want it. */
export function terminalText(text: string): string {
    return text.replace(/\r?\n/g, '\r\n');
}

/** How one workspace folder's server stands. */
export type Standing =
    | { readonly state: 'starting' }
    | { readonly state: 'up'; readonly status: Status }
    | { readonly state: 'away'; readonly why: string }
    /** Its tests are shown with those of another folder of the same build. */
    | { readonly state: 'shared'; readonly folder: string };

export interface StatusBar {
    readonly text: string;
    readonly tooltip: string;
    readonly warning: boolean;
}

/** What the status bar shows for all folders together; nothing where there are none. */
export function statusBar(folders: readonly { readonly name: string; readonly standing: Standing }[]): StatusBar | undefined {
    if (folders.length === 0) return undefined;
    const standings = folders.map((it) => it.standing);
    const up = standings.flatMap((it) => (it.state === 'up' ? [it.status] : []));
    const red = up.reduce((sum, it) => sum + it.red, 0);
    const trouble = standings.some((it) => it.state === 'away') || up.some((it) => it.state === 'broken');
    const icon = trouble
        ? '$(warning)'
        : up.some((it) => it.state === 'running') || standings.some((it) => it.state === 'starting')
          ? '$(sync~spin)'
          : red > 0
            ? '$(error)'
            : '$(beaker)';
    return {
        text: `${icon} tls${red > 0 ? ` ${red} red` : ''}`,
        tooltip: folders.map((it) => `${it.name}: ${standing(it.standing)}`).join('\n'),
        warning: trouble,
    };
}

function standing(it: Standing): string {
    if (it.state === 'starting') return 'the daemon is starting';
    if (it.state === 'away') return it.why;
    if (it.state === 'shared') return `its tests are shown with those of ${it.folder}`;
    const { status } = it;
    const provisional = status.provisional ?? 0;
    const known = `${count(status.tests, 'test')}, ${status.red} red${provisional > 0 ? `, ${provisional} provisional` : ''}`;
    switch (status.state) {
        case 'broken':
            return `the build cannot be read: ${status.problem?.text ?? 'see the log'}`;
        case 'running':
            return `${count(status.running.length, 'run')} going on; ${known}`;
        case 'unknown':
            return 'the daemon is up; nobody has asked about tests yet';
        default:
            return known;
    }
}
