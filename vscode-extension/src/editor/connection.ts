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
        const client = this.#forget();
        if (client !== undefined) {
            this.#listener.away('restarting');
            await stop(client);
        }
        await this.#connect();
    }

    dispose(): void {
        this.#disposed = true;
        const client = this.#forget();
        if (client !== undefined) void stop(client);
    }

    /** The client that was; nothing that it does concerns us any longer. */
    #forget(): LanguageClient | undefined {
        clearTimeout(this.#retry);
        const client = this.#client;
        this.#client = undefined;
        return client;
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

        let lastWords = '';
        const client = this.#newClient(async () => {
            const process = await start(found.command, this.#folder.uri.fsPath, this.#settings.javaHome);
            process.stderr.on('data', (data: Buffer) => (lastWords = (lastWords + data.toString('utf8')).slice(-2000)));
            return process;
        });
        this.#client = client;
        const began = Date.now();
        client.onDidChangeState((change) => {
            if (change.newState === State.Stopped && this.#client === client) this.#lost(lastWords.trim(), Date.now() - began);
        });
        try {
            await client.start();
            if (this.#client !== client) return;
            const server = initializeResult(client.initializeResult, 'initialize').capabilities.experimental.tls;
            if (server.protocolVersion !== PROTOCOL_VERSION) {
                this.#forget();
                void stop(client);
                this.#listener.away(`${found.command} speaks version ${server.protocolVersion} of the protocol, and this extension version ${PROTOCOL_VERSION}`);
                return;
            }
            this.#listener.up(server, asker(client));
        } catch (e) {
            if (this.#client !== client) return;
            this.#log.error(e instanceof Error ? e : String(e));
            this.#lost(lastWords.trim() || message(e), 0);
            void stop(client);
        }
    }

    #lost(why: string, lastedMs: number): void {
        this.#forget();
        this.#failures = lastedMs >= STABLE_MS ? 0 : this.#failures + 1;
        this.#listener.away(why === '' ? 'the daemon is gone' : why);
        if (this.#disposed) return;
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
            middleware: {
                // This editor has places of its own for them: the gutter, and the failures' messages.
                provideCodeLenses: () => [],
                handleDiagnostics: () => undefined,
            },
        });
        client.registerFeature({
            fillClientCapabilities: (capabilities) => (capabilities.experimental = { tls: { protocolVersion: PROTOCOL_VERSION } }),
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

async function stop(client: LanguageClient): Promise<void> {
    try {
        await client.dispose(SHUTDOWN_MS);
    } catch {
        // It had not started, or had ended already.
    }
}

function start(command: string, cwd: string, javaHome: string): Promise<ChildProcessWithoutNullStreams> {
    return new Promise((resolve, reject) => {
        const env = javaHome === '' ? process.env : { ...process.env, TLS_JAVA: javaHome };
        const child = spawn(command, ['lsp'], { cwd, env, stdio: 'pipe' });
        child.once('error', reject);
        child.once('spawn', () => resolve(child));
        // What we write to a bridge that has gone is told by its end.
        child.stdin.on('error', () => undefined);
    });
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
