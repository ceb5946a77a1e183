/**
 * Runs, as the server tells them, on screens, as an editor has them.
 *
 * Law: each screen that a run has is ended once: by the end of the run, or when the connection ends. Events of runs without a
 * screen change nothing.
 */

import type { CoveredFile, Location, News, RunFinished, RunStarted, TestFinished, Why } from '../protocol/messages';
import type { Feed } from './feed';
import type { TestTree } from './tree';
import * as words from './words';

/** Where a run is shown; tests are named by their ids, and all of them are in the tree. */
export interface Screen {
    enqueued(id: string): void;
    started(id: string): void;
    finished(id: string, result: TestFinished): void;
    /** @param text with line feeds */
    output(text: string, id?: string, location?: Location): void;
    /** Which code was executed, file by file; maybe in several parts. */
    covered(runId: string, files: readonly CoveredFile[]): void;
    /** What was asked for could not run. */
    couldNotRun(why: string, location: Location | undefined): void;
    end(): void;
}

export interface Stage {
    /** A screen for a run that nobody has one for: of another client, or a round of a continuous one. Nothing: it is not shown. */
    screenFor(run: RunStarted): Screen | undefined;
    /** Asks for all that the tree does not hold yet. */
    load(): Promise<void>;
    /** A process of a run that this editor asked for waits for a debugger. */
    debuggerListening(host: string, port: number): void;
    /** Of a run that this editor asked for no test ran, or not all that were to. */
    trouble(run: RunFinished, details: string): void;
    /** A path for people. */
    path(uri: string): string;
}

type Event = Exclude<News, { method: 'tls/testsChanged' | 'tls/testsConfirmed' | 'tls/statusChanged' | 'tls/eventsLost' }>;

interface Run {
    readonly screen: Screen;
    readonly mine: boolean;
    readonly round: boolean;
    /** Whether the tree was loaded for the sake of this run. */
    loaded: boolean;
    readonly messages: string[];
    broken: Location | undefined;
}

export class Runs {
    readonly #tree: TestTree;
    readonly #feed: Feed;
    readonly #stage: Stage;
    readonly #runs = new Map<string, Run>();
    readonly #whys = new Map<string, Why>();
    /** Rounds that have not told of a test yet: those that run none are not shown. */
    readonly #quietRounds = new Map<string, RunStarted>();
    /** Runs that go on until they are cancelled. */
    readonly #continuous = new Set<string>();

    constructor(tree: TestTree, feed: Feed, stage: Stage) {
        this.#tree = tree;
        this.#feed = feed;
        this.#stage = stage;
    }

    /** A screen for a run that this editor is about to ask for. */
    adopt(runId: string, screen: Screen): void {
        this.#begin(runId, screen, true, false);
    }

    /** The run was refused, or never came to be. */
    refused(runId: string, why: string): void {
        this.#runs.get(runId)?.screen.couldNotRun(why, undefined);
        this.#end(runId);
    }

    /** Why a test ran when it last did, as far as it was told here. */
    whyItRan(id: string): Why | undefined {
        return this.#whys.get(id);
    }

    /** Whether a run is one that goes on until it is cancelled, and so says little by going on. */
    isContinuous(runId: string): boolean {
        return this.#continuous.has(runId);
    }

    /** To be called with all events in their order, by the feed. */
    heard(event: Event): void {
        if (event.method === 'tls/runStarted') this.#started(event.params);
        else if (event.method !== 'tls/runPhase') this.#endQuiet(event);
        const run = this.#runs.get(event.params.runId);
        if (run === undefined) return;
        if (!run.loaded && this.#namesStrangers(event)) {
            run.loaded = true;
            this.#feed.again(() => this.heard(event));
            void this.#feed.question(() => this.#stage.load());
            return;
        }
        this.#show(run, event);
    }

    /** Only these runs go on: others have ended unheard. */
    goOn(runs: readonly RunStarted[]): void {
        const ids = new Set(runs.map((it) => it.runId));
        for (const id of this.#runs.keys()) if (!ids.has(id)) this.#end(id);
        this.#quietRounds.clear();
        this.#continuous.clear();
        for (const run of runs) this.#started(run);
    }

    #started(run: RunStarted): void {
        if (run.continuous) this.#continuous.add(run.runId);
        else if (run.round !== undefined && !this.#runs.has(run.runId)) this.#quietRounds.set(run.runId, run);
        else this.#open(run);
    }

    /** A round shows itself with what it says first, unless that is its end and nothing was to run. */
    #endQuiet(event: Event): void {
        const { runId } = event.params;
        const round = this.#quietRounds.get(runId);
        this.#quietRounds.delete(runId);
        if (event.method === 'tls/runFinished') this.#continuous.delete(runId);
        const empty = event.method === 'tls/runFinished' && event.params.totals.tests === 0 && event.params.notRun === undefined;
        if (round !== undefined && !empty) this.#open(round);
    }

    #open(run: RunStarted): void {
        if (this.#runs.has(run.runId)) return;
        const screen = this.#stage.screenFor(run);
        if (screen !== undefined) this.#begin(run.runId, screen, run.mine, run.round !== undefined);
    }

    #begin(runId: string, screen: Screen, mine: boolean, round: boolean): void {
        this.#runs.set(runId, { screen, mine, round, loaded: false, messages: [], broken: undefined });
    }

    #end(runId: string): void {
        const run = this.#runs.get(runId);
        this.#runs.delete(runId);
        run?.screen.end();
    }

    #namesStrangers(event: Event): boolean {
        switch (event.method) {
            case 'tls/testsEnqueued':
                return event.params.tests.some((it) => !this.#tree.has(it.id));
            case 'tls/testStarted':
            case 'tls/testFinished':
                return !this.#tree.has(event.params.id);
            default:
                return false;
        }
    }

    #show(run: Run, event: Event): void {
        switch (event.method) {
            case 'tls/runStarted':
                break;
            case 'tls/runPhase':
                if (event.params.text !== undefined) run.screen.output(event.params.text + '\n');
                break;
            case 'tls/runMessage': {
                const { params } = event;
                const lines = words.messageLines(params, this.#stage.path);
                run.screen.output(lines, undefined, params.location);
                if (params.kind === 'compileError' || params.kind === 'buildProblem') {
                    run.messages.push(lines);
                    run.broken ??= params.location;
                }
                break;
            }
            case 'tls/testsEnqueued':
                for (const { id, why } of event.params.tests) {
                    const methods = this.#tree.methodsBelow(id);
                    for (const method of methods) this.#whys.set(method, why);
                    this.#whys.set(id, why);
                    // What runs many times is told by its invocations, and would wait for ever.
                    for (const method of methods) if (this.#tree.get(method)?.canResolveChildren === false) run.screen.enqueued(method);
                }
                break;
            case 'tls/testStarted':
                if (this.#tree.has(event.params.id)) run.screen.started(event.params.id);
                break;
            case 'tls/testOutput': {
                const { id, text } = event.params;
                run.screen.output(text, id !== undefined && this.#tree.has(id) ? id : undefined);
                break;
            }
            case 'tls/testFinished': {
                const { id } = event.params;
                if (!this.#tree.has(id)) break;
                const notes = words.resultNotes(event.params);
                if (notes !== '') run.screen.output(notes, id);
                run.screen.finished(id, event.params);
                break;
            }
            case 'tls/debuggerListening': {
                const { host, port } = event.params;
                run.screen.output(`Waiting for a debugger at ${host}:${port}\n`);
                if (run.mine) this.#stage.debuggerListening(host, port);
                break;
            }
            case 'tls/coverageFound':
                run.screen.covered(event.params.runId, event.params.files);
                break;
            case 'tls/runFinished':
                this.#finished(run, event.params);
                break;
        }
    }

    #finished(run: Run, params: RunFinished): void {
        for (const it of params.notRun ?? []) run.screen.output(`NOT RUN ${it.name}  ${it.why}\n`);
        run.screen.output(words.summary(params) + '\n');
        const [first] = params.notRun ?? [];
        if (run.mine && params.ending !== 'cancelled' && (params.noTestsRun !== undefined || first !== undefined)) {
            if (params.noTestsRun !== undefined && (first !== undefined || params.ending === 'buildFailed')) {
                run.screen.couldNotRun([first?.why ?? params.noTestsRun, ...run.messages].join('\n').trimEnd(), run.broken);
            }
            // Who saves half a change in a continuous run sees it in the output, and is not interrupted.
            if (!run.round) this.#stage.trouble(params, run.messages.join(''));
        }
        this.#end(params.runId);
    }
}
