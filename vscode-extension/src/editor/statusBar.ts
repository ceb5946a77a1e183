import * as vscode from 'vscode';
import { statusBar } from '../model/words';
import type { Folders } from './folders';

/** How the daemons stand, and how many tests are red. */
export class StatusBar implements vscode.Disposable {
    readonly #item = vscode.window.createStatusBarItem('tls.status', vscode.StatusBarAlignment.Left, 10);
    readonly #folders: Folders;
    readonly #listening: vscode.Disposable;

    constructor(folders: Folders) {
        this.#folders = folders;
        this.#item.name = 'Test Language Server';
        this.#item.command = 'tls.showMenu';
        this.#listening = folders.onDidChange(() => this.#show());
        this.#show();
    }

    dispose(): void {
        this.#listening.dispose();
        this.#item.dispose();
    }

    #show(): void {
        const bar = statusBar(this.#folders.sessions);
        if (bar === undefined) {
            this.#item.hide();
            return;
        }
        this.#item.text = bar.text;
        this.#item.tooltip = bar.tooltip;
        this.#item.backgroundColor = bar.warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
        this.#item.show();
    }
}
