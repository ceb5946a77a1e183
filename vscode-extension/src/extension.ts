import * as vscode from 'vscode';
import { registerCommands } from './editor/commands';
import { Folders } from './editor/folders';
import { StatusBar } from './editor/statusBar';

/** Wires; what it makes goes with the extension. */
export function activate(context: vscode.ExtensionContext): void {
    const log = vscode.window.createOutputChannel('tls', { log: true });
    const folders = new Folders(log, context.asAbsolutePath('server'));
    context.subscriptions.push(log, folders, new StatusBar(folders), registerCommands(folders));
    folders.start();
}
