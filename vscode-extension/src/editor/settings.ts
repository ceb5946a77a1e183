import * as vscode from 'vscode';

/** The settings of a workspace folder, as they are when asked for. */
export class Settings {
    readonly #folder: vscode.WorkspaceFolder;

    constructor(folder: vscode.WorkspaceFolder) {
        this.#folder = folder;
    }

    get enabled(): boolean {
        return this.#get('enable', true);
    }

    get serverPath(): string {
        return this.#get('server.path', '');
    }

    get javaHome(): string {
        return this.#get('server.javaHome', '');
    }

    get isolation(): 'auto' | 'warm' | 'fresh' {
        return this.#get('run.isolation', 'auto');
    }

    get unsaved(): boolean {
        return this.#get('run.unsaved', true);
    }

    /** Zero: as many as the server likes. */
    get workers(): number {
        return this.#get('run.workers', 0);
    }

    /** Zero: no limit. */
    get testTimeoutSeconds(): number {
        return this.#get('run.testTimeoutSeconds', 0);
    }

    get environment(): Readonly<Record<string, string>> {
        return this.#get('run.environment', {});
    }

    get showOtherRuns(): boolean {
        return this.#get('showRunsOfOthers', true);
    }

    /** Whether a change is about how the server is found and started. */
    concernsServer(change: vscode.ConfigurationChangeEvent): boolean {
        return change.affectsConfiguration('tls.server', this.#folder);
    }

    #get<T>(name: string, otherwise: T): T {
        return vscode.workspace.getConfiguration('tls', this.#folder).get<T>(name, otherwise);
    }
}
