import * as vscode from 'vscode';
import type { Screen } from '../model/runs';
import { failureText, terminalText } from '../model/words';
import type { CoveredFile, Failure, Location, TestFinished } from '../protocol/messages';
import { FileCoverage } from './coverage';
import type { Explorer } from './explorer';

/** A run in the Test Explorer and in Test Results. */
export class RunScreen implements Screen {
    readonly #run: vscode.TestRun;
    readonly #explorer: Explorer;
    readonly #asked: readonly vscode.TestItem[];
    #end: () => void = () => undefined;
    /** When the run has ended. */
    readonly ended = new Promise<void>((resolve) => (this.#end = resolve));

    /** @param asked what was asked for; nothing: all of it */
    constructor(run: vscode.TestRun, explorer: Explorer, asked: readonly vscode.TestItem[] = []) {
        this.#run = run;
        this.#explorer = explorer;
        this.#asked = asked;
    }

    enqueued(id: string): void {
        this.#with(id, (item) => this.#run.enqueued(item));
    }

    started(id: string): void {
        this.#with(id, (item) => this.#run.started(item));
    }

    finished(id: string, result: TestFinished): void {
        this.#with(id, (item) => {
            this.#explorer.wasShown(id, result);
            switch (result.outcome) {
                case 'passed':
                    return this.#run.passed(item, result.durationMs);
                case 'failed':
                    return this.#run.failed(item, testMessage(result.failure, item), result.durationMs);
                case 'error':
                    return this.#run.errored(item, testMessage(result.failure, item), result.durationMs);
                default:
                    return this.#run.skipped(item);
            }
        });
    }

    output(text: string, id?: string, location?: Location): void {
        this.#run.appendOutput(terminalText(text), location && place(location), id === undefined ? undefined : this.#explorer.item(id));
    }

    covered(runId: string, files: readonly CoveredFile[]): void {
        for (const file of files) this.#run.addCoverage(new FileCoverage(runId, file, this.#explorer));
    }

    couldNotRun(why: string, location: Location | undefined): void {
        for (const item of this.#asked) {
            const told = new vscode.TestMessage(why);
            const where = location === undefined ? own(item) : place(location);
            if (where !== undefined) told.location = where;
            this.#run.errored(item, told);
        }
        this.#run.appendOutput(terminalText(why + '\n'));
    }

    end(): void {
        this.#run.end();
        this.#end();
    }

    #with(id: string, act: (item: vscode.TestItem) => void): void {
        const item = this.#explorer.item(id);
        if (item !== undefined) act(item);
    }
}

function testMessage(failure: Failure | undefined, item: vscode.TestItem): vscode.TestMessage {
    const told = new vscode.TestMessage(failureText(failure));
    told.contextValue = 'tls';
    if (failure?.expected !== undefined && failure.actual !== undefined) {
        told.expectedOutput = failure.expected;
        told.actualOutput = failure.actual;
    }
    const where = failure?.location === undefined ? own(item) : place(failure.location);
    if (where !== undefined) told.location = where;
    // The project's own frames, which can be opened; the test's output has all of them.
    const frames = failure?.frames.flatMap((it) => (it.uri === undefined ? [] : [{ text: it.text, uri: it.uri, line: it.line ?? 0 }])) ?? [];
    if (frames.length > 0) {
        told.stackTrace = frames.map((it) => new vscode.TestMessageStackFrame(it.text.replace(/\(.*$/, ''), vscode.Uri.parse(it.uri), new vscode.Position(it.line, 0)));
    }
    return told;
}

function place(location: Location): vscode.Location {
    const { start, end } = location.range;
    return new vscode.Location(vscode.Uri.parse(location.uri), new vscode.Range(start.line, start.character, end.line, end.character));
}

/** Where the test itself stands. */
function own(item: vscode.TestItem): vscode.Location | undefined {
    const at = item.range === undefined ? item.parent : item;
    return at?.uri === undefined || at.range === undefined ? undefined : new vscode.Location(at.uri, at.range.start);
}
