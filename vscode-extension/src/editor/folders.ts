import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { type House, Session } from './session';
import { Settings } from './settings';

/** A {@link Session} for each workspace folder that is of a Maven build; two folders of one build are shown once. */
export class Folders implements House, vscode.Disposable {
    readonly log: vscode.LogOutputChannel;
    readonly bundle: string;
    readonly #sessions = new Map<string, Session>();
    readonly #owners = new Map<string, Session>();
    readonly #changed = new vscode.EventEmitter<void>();
    readonly #disposables: vscode.Disposable[];
    /** A session came, went, or stands in another way. */
    readonly onDidChange = this.#changed.event;

    constructor(log: vscode.LogOutputChannel, bundle: string) {
        this.log = log;
        this.bundle = bundle;
        this.#disposables = [
            this.#changed,
            vscode.workspace.onDidChangeWorkspaceFolders((change) => {
                change.removed.forEach((it) => this.#close(it));
                if (change.removed.length > 0) this.#closeIdle();
                this.#openAll();
            }),
            vscode.workspace.onDidChangeConfiguration((change) => {
                if (change.affectsConfiguration('tls.enable')) this.#openAll();
            }),
        ];
    }

    start(): void {
        this.#openAll();
    }

    get sessions(): readonly Session[] {
        return [...this.#sessions.values()];
    }

    of(uri: vscode.Uri): Session | undefined {
        const folder = vscode.workspace.getWorkspaceFolder(uri);
        return folder === undefined ? undefined : this.#sessions.get(folder.uri.toString());
    }

    claim(root: string, session: Session): string | undefined {
        const owner = this.#owners.get(root);
        if (owner !== undefined && owner !== session) return owner.name;
        this.#owners.set(root, session);
        return undefined;
    }

    standingChanged(): void {
        this.#changed.fire();
    }

    dispose(): void {
        for (const session of this.sessions) session.dispose();
        for (const it of this.#disposables) it.dispose();
    }

    #openAll(): void {
        for (const folder of vscode.workspace.workspaceFolders ?? []) {
            const key = folder.uri.toString();
            if (!new Settings(folder).enabled || folder.uri.scheme !== 'file' || !isOfBuild(folder.uri.fsPath)) {
                this.#close(folder);
            } else if (!this.#sessions.has(key)) {
                const session = new Session(folder, this);
                this.#sessions.set(key, session);
                session.start();
            }
        }
        this.#changed.fire();
    }

    #close(folder: vscode.WorkspaceFolder): void {
        const session = this.#sessions.get(folder.uri.toString());
        if (session === undefined) return;
        this.#sessions.delete(folder.uri.toString());
        for (const [root, owner] of this.#owners) if (owner === session) this.#owners.delete(root);
        session.dispose();
    }

    /** Folders that were shown with another one may have to be shown by themselves now. */
    #closeIdle(): void {
        const owners = new Set(this.#owners.values());
        for (const session of this.sessions) if (!owners.has(session)) this.#close(session.folder);
    }
}

/** Whether a `pom.xml` lies in a directory or above it; which one counts, the server decides. */
function isOfBuild(directory: string): boolean {
    if (existsSync(join(directory, 'pom.xml'))) return true;
    const above = dirname(directory);
    return above !== directory && isOfBuild(above);
}
