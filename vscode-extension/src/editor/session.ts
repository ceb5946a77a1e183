import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { Discovery } from '../model/discovery';
import { Feed } from '../model/feed';
import { Runs, type Screen } from '../model/runs';
import { type Change, TestTree } from '../model/tree';
import { type Standing, firstLine, trouble as troubleText } from '../model/words';
import type { Ask, News, Params, RunFinished, RunStarted, Server } from '../protocol/messages';
import { Connection, message } from './connection';
import { details } from './coverage';
import { attach } from './debugger';
import { Explorer } from './explorer';
import { RunScreen } from './screen';
import { Settings } from './settings';
import { showWhy } from './why';

/** What a session shares with those of the other folders. */
export interface House {
    readonly log: vscode.LogOutputChannel;
    /** The directory of the packaged distribution, whether it is there or not. */
    readonly bundle: string;
    /** Makes a build root the session's own; the name of the folder that has it already, if another one has. */
    claim(root: string, session: Session): string | undefined;
    standingChanged(): void;
}

/** Tests that are told although nobody has looked for them yet. */
const MOST_TOLD_UNASKED = 20_000;

interface Continuous {
    readonly request: vscode.TestRunRequest;
    readonly token: vscode.CancellationToken;
}

/**
 * A workspace folder with its daemon and its part of the Test Explorer.
 *
 * Law: it holds nothing that the daemon did not tell, and can be rebuilt from what the daemon tells at any time.
 */
export class Session implements vscode.Disposable {
    readonly folder: vscode.WorkspaceFolder;
    readonly settings: Settings;
    readonly #house: House;
    readonly #controller: vscode.TestController;
    readonly #tree = new TestTree();
    readonly #feed = new Feed();
    readonly #explorer: Explorer;
    readonly #runs: Runs;
    readonly #discovery: Discovery;
    readonly #connection: Connection;
    readonly #disposables: vscode.Disposable[] = [];
    readonly #profiles = new Map<string, vscode.TestRunProfile>();
    /** Continuous runs that people have switched on, by the id of the run; they outlive a connection. */
    readonly #continuous = new Map<string, Continuous>();
    /** Who waits for a daemon. */
    #waiting: (() => void)[] = [];
    #standing: Standing = { state: 'starting' };
    #server: Server | undefined;
    #ask: Ask | undefined;

    constructor(folder: vscode.WorkspaceFolder, house: House) {
        this.folder = folder;
        this.settings = new Settings(folder);
        this.#house = house;
        this.#controller = vscode.tests.createTestController(`tls ${folder.uri.toString()}`, `${folder.name} (tls)`);
        this.#explorer = new Explorer(this.#controller, this.#tree);
        const ask: Ask = async (method, ...params) => this.#asking()(method, ...params);
        this.#discovery = new Discovery(this.#tree, this.#feed, ask, (change) => this.#show(change));
        this.#runs = new Runs(this.#tree, this.#feed, {
            screenFor: (run) => this.#screenFor(run),
            load: () => this.#quietly(this.#discovery.everything()),
            debuggerListening: (host, port) => void attach(this.folder, host, port),
            trouble: (run, details) => this.#trouble(run, details),
            path: (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri), false),
        });
        this.#controller.resolveHandler = async (item) => {
            // The topmost ones are asked for whenever a daemon comes.
            if (item === undefined && this.#ask === undefined) return;
            await this.#whenUp();
            await this.#quietly(this.#discovery.below(item?.id));
        };
        this.#controller.refreshHandler = async () => {
            await this.#quietly(this.#discovery.again());
            await this.#quietly(this.#discovery.invocations());
        };
        this.#connection = new Connection(folder, this.settings, house.bundle, house.log, {
            connecting: () => this.#stand({ state: 'starting' }),
            up: (server, asker) => void this.#up(server, asker),
            heard: (news) => this.#heard(news),
            away: (why) => this.#away(why),
        });
        this.#disposables.push(
            this.#connection,
            this.#controller,
            vscode.workspace.onDidOpenTextDocument((it) => this.#lookInto(it.uri)),
            vscode.workspace.onDidChangeConfiguration((change) => {
                if (this.settings.concernsServer(change)) void this.#connection.restart();
            }),
        );
    }

    start(): void {
        this.#connection.start();
    }

    get standing(): Standing {
        const standing = this.#standing;
        if (standing.state !== 'up' || standing.status.state !== 'running') return standing;
        // A continuous run that waits for the next change is not what people call running.
        const running = standing.status.running.filter((it) => !this.#runs.isContinuous(it));
        return { state: 'up', status: { ...standing.status, running, state: running.length > 0 ? 'running' : 'ready' } };
    }

    get name(): string {
        return this.folder.name;
    }

    /** The daemon's log, once it has told where that is. */
    get logFile(): string | undefined {
        return this.#server?.log;
    }

    owns(item: vscode.TestItem): boolean {
        return this.#explorer.item(item.id) === item;
    }

    testAt(editor: vscode.TextEditor): vscode.TestItem | undefined {
        return this.#explorer.at(editor.document.uri, editor.selection.active);
    }

    async runAffected(affected: NonNullable<Params<'tls/run'>['affected']>): Promise<void> {
        if (!this.#has('affected')) throw new Error(`${this.name}: this daemon does not select affected tests`);
        const request = new vscode.TestRunRequest(undefined, undefined, this.#profiles.get('run'));
        const name = affected.since === undefined ? 'affected' : `affected since ${affected.since}`;
        await this.#run(request, { affected }, undefined, name);
    }

    async why(item: vscode.TestItem): Promise<void> {
        if (!this.#has('affected')) throw new Error(`${this.name}: this daemon does not tell why tests run`);
        let test = item;
        while (this.#tree.get(test.id)?.kind === 'invocation' && test.parent !== undefined) test = test.parent;
        if (!['method', 'class'].includes(this.#tree.get(test.id)?.kind ?? '')) throw new Error(`${item.label} is no test: choose one, or a class`);
        const now = await this.#asking()('tls/why', { id: test.id });
        await showWhy(test.label, this.#runs.whyItRan(test.id), now);
    }

    /** Ends the daemon and makes a new one. */
    async restartDaemon(): Promise<void> {
        try {
            await this.#ask?.('tls/stop', { when: 'now' });
        } catch (e) {
            this.#house.log.warn(`${this.name}: ${message(e)}`);
        }
        await this.#connection.restart();
    }

    /** Ends the connection for good; it can be made again by {@link start}. */
    dispose(): void {
        this.#away('closed');
        this.#waiting.splice(0).forEach((go) => go());
        for (const it of this.#disposables.reverse()) it.dispose();
    }

    // The daemon comes, tells, and goes.

    async #up(server: Server, ask: Ask): Promise<void> {
        const other = server.root === undefined ? undefined : this.#house.claim(server.root, this);
        if (other !== undefined) {
            this.#connection.dispose();
            this.#stand({ state: 'shared', folder: other });
            return;
        }
        this.#server = server;
        this.#house.log.info(`${this.name}: the daemon of ${server.root ?? '?'} (process ${server.pid ?? '?'}) has ${(server.features ?? []).join(', ') || 'nothing for editors'}`);
        if (!this.#has('tests') || !this.#has('run')) {
            this.#stand({ state: 'away', why: 'this daemon is too old to tell editors of tests' });
            return;
        }
        this.#ask = ask;
        this.#waiting.splice(0).forEach((go) => go());
        this.#offerProfiles();
        const continuous = [...this.#continuous.values()];
        this.#continuous.clear();
        await this.#synchronize();
        for (const it of continuous) if (!it.token.isCancellationRequested) void this.#runContinuously(it.request, it.token);
    }

    /** Begins anew, as after every connect: nothing that was believed before holds any longer. */
    async #synchronize(): Promise<void> {
        this.#feed.clear();
        await this.#quietly(this.#feed.question(async () => {
            const now = await this.#asking()('tls/synchronize');
            this.#stand({ state: 'up', status: now.status });
            this.#runs.goOn(now.runs);
        }));
        await this.#quietly(this.#discovery.again());
        for (const document of vscode.workspace.textDocuments) this.#lookInto(document.uri);
        await this.#quietly(this.#fill());
        await this.#quietly(this.#discovery.invocations());
    }

    /** The Test Explorer's filter finds what it was told of, and nothing else; where there are very many tests, people wait less than they search. */
    async #fill(): Promise<void> {
        const { tests } = await this.#asking()('tls/status');
        if (tests <= MOST_TOLD_UNASKED) await this.#discovery.everything();
    }

    #heard(news: News): void {
        switch (news.method) {
            case 'tls/statusChanged':
                this.#stand({ state: 'up', status: news.params });
                break;
            case 'tls/eventsLost':
                // What came before is as true as ever, results above all.
                this.#feed.news(() => void this.#synchronize());
                break;
            case 'tls/testsConfirmed':
                this.#feed.news(() => this.#explorer.confirmed(news.params.tests));
                break;
            case 'tls/testsChanged':
                this.#feed.news(() => this.#show(this.#tree.changed(news.params)));
                break;
            default:
                this.#feed.news(() => this.#runs.heard(news));
        }
    }

    #away(why: string): void {
        this.#ask = undefined;
        this.#server = undefined;
        this.#feed.clear();
        this.#runs.goOn([]);
        this.#stand({ state: 'away', why });
    }

    #stand(standing: Standing): void {
        this.#standing = standing;
        if (standing.state === 'away') this.#explorer.problem(standing.why);
        else if (standing.state === 'up' && standing.status.state === 'broken') this.#explorer.problem(problemText(standing.status.problem));
        this.#house.standingChanged();
    }

    #has(feature: string): boolean {
        return this.#server?.features?.includes(feature) === true;
    }

    #asking(): Ask {
        if (this.#ask === undefined) throw new Error(`${this.name}: no daemon${this.#standing.state === 'away' ? ` (${firstLine(this.#standing.why)})` : ' yet'}`);
        return this.#ask;
    }

    async #whenUp(): Promise<void> {
        if (this.#ask === undefined) await new Promise<void>((go) => this.#waiting.push(go));
    }

    // The tree.

    #show(change: Change): void {
        this.#explorer.show(change);
        for (const scope of change.ask) void this.#quietly(this.#discovery.below(scope));
        const open = new Set(vscode.workspace.textDocuments.map((it) => it.uri.fsPath));
        for (const uri of change.elsewhere) if (open.has(vscode.Uri.parse(uri).fsPath)) void this.#quietly(this.#discovery.inDocument(uri));
    }

    /** Tests of a document that somebody looks at are shown beside its lines, however deep in the tree they are. */
    #lookInto(uri: vscode.Uri): void {
        if (this.#ask === undefined || uri.scheme !== 'file' || !uri.path.endsWith('.java')) return;
        if (vscode.workspace.getWorkspaceFolder(uri)?.uri.toString() !== this.folder.uri.toString()) return;
        void this.#quietly(this.#discovery.inDocument(uri.toString()));
    }

    /** What nobody has asked for in so many words fails with a line in the log. */
    async #quietly(work: Promise<void>): Promise<void> {
        try {
            await work;
        } catch (e) {
            this.#house.log.warn(`${this.name}: ${message(e)}`);
            if (this.#ask !== undefined) this.#explorer.problem(message(e));
        }
    }

    // Runs.

    #offerProfiles(): void {
        this.#offer('run', 'Run', vscode.TestRunProfileKind.Run, this.#has('continuous'));
        if (this.#has('debug')) this.#offer('debug', 'Debug', vscode.TestRunProfileKind.Debug, false);
        if (!this.#has('coverage')) return;
        const coverage = this.#offer('coverage', 'Coverage', vscode.TestRunProfileKind.Coverage, false);
        const ask: Ask = async (method, ...params) => this.#asking()(method, ...params);
        coverage.loadDetailedCoverage = (_run, file) => details(ask, file);
        coverage.loadDetailedCoverageForTest = (_run, file, test) => details(ask, file, test.id);
    }

    #offer(kind: 'run' | 'debug' | 'coverage', label: string, profileKind: vscode.TestRunProfileKind, continuous: boolean): vscode.TestRunProfile {
        const known = this.#profiles.get(kind);
        if (known !== undefined) {
            known.supportsContinuousRun = continuous;
            return known;
        }
        const profile = this.#controller.createRunProfile(label, profileKind, async (request, token) => {
            if (request.continuous === true) await this.#runContinuously(request, token);
            else await this.#run(request, { kind }, token);
        }, true, undefined, continuous);
        this.#profiles.set(kind, profile);
        return profile;
    }

    async #run(request: vscode.TestRunRequest, more: Partial<Params<'tls/run'>>, token: vscode.CancellationToken | undefined, name?: string): Promise<void> {
        const runId = randomUUID();
        const run = this.#controller.createTestRun(request, name);
        const screen = new RunScreen(run, this.#explorer, request.include);
        this.#runs.adopt(runId, screen);
        const cancel = [run.token, ...(token === undefined ? [] : [token])].map((it) => it.onCancellationRequested(() => this.#cancel(runId)));
        try {
            await this.#asking()('tls/run', { ...this.#params(runId, request), ...more });
        } catch (e) {
            this.#runs.refused(runId, message(e));
            void vscode.window.showErrorMessage(`tls: ${message(e)}`);
        }
        await screen.ended;
        cancel.forEach((it) => it.dispose());
    }

    /** On until the token is cancelled; each round has a screen of its own. */
    async #runContinuously(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
        const runId = randomUUID();
        this.#continuous.set(runId, { request, token });
        const cancel = token.onCancellationRequested(() => {
            cancel.dispose();
            this.#continuous.delete(runId);
            this.#cancel(runId);
        });
        try {
            await this.#asking()('tls/run', { ...this.#params(runId, request), continuous: true });
        } catch (e) {
            // A daemon that comes back is asked again.
            if (this.#ask !== undefined) void vscode.window.showErrorMessage(`tls: ${message(e)}`);
        }
    }

    #params(runId: string, request: vscode.TestRunRequest): Params<'tls/run'> {
        const { isolation, unsaved, workers, testTimeoutSeconds, environment } = this.settings;
        return {
            runId,
            isolation,
            unsaved,
            ...(request.include === undefined ? {} : { include: request.include.map((it) => it.id) }),
            ...(request.exclude === undefined || request.exclude.length === 0 ? {} : { exclude: request.exclude.map((it) => it.id) }),
            ...(workers > 0 ? { workers } : {}),
            ...(testTimeoutSeconds > 0 ? { testTimeoutMs: testTimeoutSeconds * 1000 } : {}),
            ...(Object.keys(environment).length > 0 ? { env: { ...ownEnvironment(), ...environment } } : {}),
        };
    }

    #cancel(runId: string): void {
        this.#ask?.('tls/cancel', { runId }).catch((e: unknown) => this.#house.log.warn(`${this.name}: ${message(e)}`));
    }

    #screenFor(run: RunStarted): Screen | undefined {
        const continuous = run.round === undefined ? undefined : this.#continuous.get(run.round.of);
        if (run.mine && continuous === undefined) return undefined;
        if (continuous === undefined && !this.settings.showOtherRuns) return undefined;
        const { include, exclude, profile } = continuous?.request ?? { include: undefined, exclude: undefined, profile: this.#profiles.get('run') };
        const name = continuous === undefined ? `of ${run.startedBy?.name ?? 'another client'}` : `after a change (${run.round?.number ?? 1})`;
        const shown = this.#controller.createTestRun(new vscode.TestRunRequest(include, exclude, profile, continuous !== undefined, true), name);
        shown.token.onCancellationRequested(() => this.#cancel(run.runId));
        return new RunScreen(shown, this.#explorer, include);
    }

    #trouble(run: RunFinished, details: string): void {
        const text = `tls: ${troubleText(run)}`;
        this.#house.log.warn(`${this.name}: ${text}\n${details}`);
        // Nothing to run is what one hopes for when only affected tests were asked for.
        if (run.ending === 'nothingAffected') void vscode.window.showInformationMessage(text);
        else void vscode.window.showWarningMessage(text);
    }
}

function problemText(problem: { readonly text: string; readonly hint?: string } | undefined): string {
    return [`The build cannot be read: ${problem?.text ?? 'see the daemon\'s log'}`, problem?.hint].filter((it) => it !== undefined).join('\n');
}

function ownEnvironment(): Record<string, string> {
    return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
