import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn, State } from 'vscode-languageclient/node';
import { findServer, pause } from '../model/server';
import { type Ask, type News, PROTOCOL_VERSION, type Server, initializeResult, news, questions } from '../protocol/messages';
import type { Settings } from './settings';

/** Who wants to know of a folder's daemon. */
export interface Listener {
    connecting(): void;
    /** Asking is possible from now on, until {@link away}. */
    up(server: Server, ask: Ask): void;
    heard(news: News): void;
    /** The connection is gone, or did not come to be; the reason is for people. */
    away(why: string): void;
}

/** A connection that lasted that long was no failure to connect. */
const STABLE_MS = 10_000;
const SHUTDOWN_MS = 2_000;

/**
 * The way to a workspace folder's daemon: `tls lsp`, which starts it when it is not there. A connection that ends is followed by
 * another one, until this is disposed.
 */
export class Connection implements vscode.Disposable {
    readonly #folder: vscode.WorkspaceFolder;
    readonly #settings: Settings;
    readonly #bundle: string;
    readonly #log: vscode.LogOutputChannel;
    readonly #listener: Listener;
    #client: LanguageClient | undefined;
    #bridge: Bridge | undefined;
    #retry: NodeJS.Timeout | undefined;
    #failures = 0;
    #disposed = false;

    constructor(folder: vscode.WorkspaceFolder, settings: Settings, bundle: string, log: vscode.LogOutputChannel, listener: Listener) {
        this.#folder = folder;
        this.#settings = settings;
        this.#bundle = bundle;
        this.#log = log;
        this.#listener = listener;
    }

    /** To be called once. */
    start(): void {
        void this.#connect();
    }

    /** Ends this connection, if there is one, and makes another one at once. */
    async restart(): Promise<void> {
        this.#failures = 0;
        const was = this.#forget();
        if (was !== undefined) {
            this.#listener.away('restarting');
            await stop(was);
        }
        await this.#connect();
    }

    dispose(): void {
        this.#disposed = true;
        const was = this.#forget();
        if (was !== undefined) void stop(was);
    }

    /** What was; nothing that it does concerns us any longer. */
    #forget(): { client: LanguageClient; bridge: Bridge } | undefined {
        clearTimeout(this.#retry);
        const client = this.#client;
        const bridge = this.#bridge;
        this.#client = undefined;
        this.#bridge = undefined;
        return client && bridge && { client, bridge };
    }

    async #connect(): Promise<void> {
        if (this.#disposed || this.#client !== undefined) return;
        const found = findServer(this.#settings.serverPath, this.#bundle, this.#folder.uri.fsPath, {
            platform: process.platform, arch: process.arch, path: process.env['PATH'] ?? '', home: homedir(), isExecutable, read,
        });
        if ('missing' in found) {
            this.#listener.away(found.missing);
            return;
        }
        this.#log.info(`${this.#folder.name}: ${found.command} lsp (${found.from})`);
        this.#listener.connecting();

        const bridge = new Bridge(found.command, this.#folder.uri.fsPath, this.#settings.javaHome);
        const client = this.#newClient(() => bridge.start());
        this.#client = client;
        this.#bridge = bridge;
        const began = Date.now();
        client.onDidChangeState((change) => {
            if (change.newState === State.Stopped && this.#client === client) void this.#lost(client, bridge, 'the daemon is gone', Date.now() - began);
        });
        try {
            await client.start();
            if (this.#client !== client) return;
            const server = initializeResult(client.initializeResult, 'initialize').capabilities.experimental.tls;
            if (server.protocolVersion !== PROTOCOL_VERSION) {
                this.#forget();
                this.#listener.away(`${found.command} speaks version ${server.protocolVersion} of the protocol, and this extension version ${PROTOCOL_VERSION}`);
                await stop({ client, bridge });
                return;
            }
            this.#listener.up(server, asker(client));
        } catch (e) {
            this.#log.error(e instanceof Error ? e : String(e));
            if (this.#client === client) await this.#lost(client, bridge, message(e), 0);
        }
    }

    async #lost(client: LanguageClient, bridge: Bridge, why: string, lastedMs: number): Promise<void> {
        this.#forget();
        this.#failures = lastedMs >= STABLE_MS ? 0 : this.#failures + 1;
        this.#listener.away(why);
        // What it had to say is known when it has ended.
        await stop({ client, bridge });
        if (this.#disposed || this.#client !== undefined) return;
        if (bridge.lastWords !== '') this.#listener.away(bridge.lastWords);
        this.#retry = setTimeout(() => void this.#connect(), pause(this.#failures - 1));
    }

    #newClient(process: () => Promise<ChildProcessWithoutNullStreams>): LanguageClient {
        const client = new LanguageClient('tls', `tls (${this.#folder.name})`, process, {
            documentSelector: [{ scheme: 'file', language: 'java', pattern: `${this.#folder.uri.fsPath}/**` }],
            workspaceFolder: this.#folder,
            outputChannel: this.#log,
            revealOutputChannelOn: RevealOutputChannelOn.Never,
            initializationFailedHandler: () => false,
            errorHandler: {
                error: () => ({ action: ErrorAction.Continue, handled: true }),
                closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
            },
            // Failures have a place of their own in this editor.
            middleware: { handleDiagnostics: () => undefined },
        });
        client.registerFeature({
            fillClientCapabilities: (capabilities) => (capabilities.experimental = { tls: { protocolVersion: PROTOCOL_VERSION } }),
            // Neither lenses nor commands of LSP: this editor has marks beside the lines, and this extension commands of its own.
            preInitialize: (capabilities) => {
                delete capabilities.codeLensProvider;
                delete capabilities.executeCommandProvider;
            },
            initialize: () => undefined,
            getState: () => ({ kind: 'static' }),
            clear: () => undefined,
        });
        for (const method of Object.keys(news) as (keyof typeof news)[]) {
            client.onNotification(method, (params: unknown) => {
                if (this.#client !== client) return;
                try {
                    this.#listener.heard({ method, params: news[method](params, method) } as News);
                } catch (e) {
                    this.#log.error(e instanceof Error ? e : String(e));
                }
            });
        }
        return client;
    }
}

/** What an error says to people. */
export function message(e: unknown): string {
    return e instanceof Error ? e.message : String(e);
}

function asker(client: LanguageClient): Ask {
    return async (method, ...[params]) => {
        const answer: unknown = params === undefined ? await client.sendRequest(method) : await client.sendRequest(method, params);
        // Which shape belongs to which method the table says, and the compiler cannot see.
        return questions[method].result(answer, method) as never;
    };
}

async function stop({ client, bridge }: { client: LanguageClient; bridge: Bridge }): Promise<void> {
    try {
        await client.dispose(SHUTDOWN_MS);
    } catch {
        // It had not started, or had ended already.
    }
    await bridge.end();
}

/** The process that joins us and the daemon. */
class Bridge {
    readonly #command: string;
    readonly #cwd: string;
    readonly #javaHome: string;
    #child: ChildProcessWithoutNullStreams | undefined;
    #ended: Promise<void> = Promise.resolve();
    #lastWords = '';

    constructor(command: string, cwd: string, javaHome: string) {
        this.#command = command;
        this.#cwd = cwd;
        this.#javaHome = javaHome;
    }

    /** The end of what it wrote to its standard error: why it ended, if it did so by itself. */
    get lastWords(): string {
        return this.#lastWords.trim();
    }

    start(): Promise<ChildProcessWithoutNullStreams> {
        return new Promise((resolve, reject) => {
            const env = this.#javaHome === '' ? process.env : { ...process.env, TLS_JAVA: this.#javaHome };
            const child = spawn(this.#command, ['lsp'], { cwd: this.#cwd, env, stdio: 'pipe' });
            child.once('error', reject);
            child.once('spawn', () => resolve(child));
            child.stderr.on('data', (data: Buffer) => (this.#lastWords = (this.#lastWords + data.toString('utf8')).slice(-2000)));
            // What is written to a bridge that has gone is told by its end.
            child.stdin.on('error', () => undefined);
            this.#child = child;
            this.#ended = new Promise((ended) => ['error', 'close'].forEach((it) => child.once(it, () => ended())));
        });
    }

    async end(): Promise<void> {
        this.#child?.kill();
        await this.#ended;
    }
}

function isExecutable(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
    } catch {
        return false;
    }
}

function read(file: string): string | undefined {
    try {
        return readFileSync(file, 'utf8');
    } catch {
        return undefined;
    }
}
