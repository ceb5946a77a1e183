import * as vscode from 'vscode';
import { message } from './connection';
import type { Folders } from './folders';
import type { Session } from './session';

/** What can be asked for by name. */
export function registerCommands(folders: Folders): vscode.Disposable {
    return vscode.Disposable.from(
        command('tls.whyDidThisRun', async (given?: unknown) => {
            const item = testOf(given);
            const editor = vscode.window.activeTextEditor;
            const session = item === undefined ? editor && folders.of(editor.document.uri) : folders.sessions.find((it) => it.owns(item));
            const test = item ?? (editor && session?.testAt(editor));
            if (session === undefined || test === undefined) throw new Error('there is no test here: put the cursor into one, or choose it in the Test Explorer');
            await session.why(test);
        }),
        command('tls.runAffected', async () => (await choose(folders))?.runAffected({})),
        command('tls.runAffectedSinceCommit', async () => (await choose(folders))?.runAffected({ since: 'HEAD' })),
        command('tls.runAffectedSince', async () => {
            const session = await choose(folders);
            const since = session && (await vscode.window.showInputBox({ title: 'Run tests affected since', prompt: 'A commit, branch or tag', value: 'HEAD~1' }));
            if (since !== undefined && since !== '') await session?.runAffected({ since });
        }),
        command('tls.restartDaemon', async () => (await choose(folders))?.restartDaemon()),
        command('tls.showDaemonLog', async () => {
            const session = await choose(folders);
            if (session === undefined) return;
            if (session.logFile === undefined) throw new Error(`${session.name}: no daemon has told where its log is`);
            await vscode.window.showTextDocument(vscode.Uri.file(session.logFile));
        }),
        command('tls.showOutput', () => folders.log.show()),
        command('tls.showMenu', async () => {
            const chosen = await vscode.window.showQuickPick(menu, { title: folders.sessions.map((it) => it.name).join(', ') });
            if (chosen !== undefined) await vscode.commands.executeCommand(chosen.command);
        }),
    );
}

const menu = [
    { label: '$(beaker) Show the Test Explorer', command: 'workbench.view.testing.focus' },
    { label: '$(play) Run affected tests', command: 'tls.runAffected' },
    { label: '$(git-commit) Run tests affected since the last commit', command: 'tls.runAffectedSinceCommit' },
    { label: '$(debug-restart) Restart the daemon', command: 'tls.restartDaemon' },
    { label: '$(file) Show the daemon\'s log', command: 'tls.showDaemonLog' },
    { label: '$(output) Show this extension\'s output', command: 'tls.showOutput' },
];

function command(name: string, act: (given?: unknown) => unknown): vscode.Disposable {
    return vscode.commands.registerCommand(name, async (given?: unknown) => {
        try {
            await act(given);
        } catch (e) {
            void vscode.window.showErrorMessage(`tls: ${message(e)}`);
        }
    });
}

/** Menus of the tree give a test, those of failures an object with one. */
function testOf(given: unknown): vscode.TestItem | undefined {
    if (typeof given !== 'object' || given === null) return undefined;
    if ('test' in given) return testOf(given.test);
    return 'id' in given && 'children' in given ? (given as vscode.TestItem) : undefined;
}

async function choose(folders: Folders): Promise<Session | undefined> {
    const [only, ...more] = folders.sessions;
    if (only === undefined) throw new Error('no folder of this window is of a Maven build');
    if (more.length === 0) return only;
    const editor = vscode.window.activeTextEditor;
    const here = editor && folders.of(editor.document.uri);
    const sorted = [...folders.sessions].sort((a, b) => Number(b === here) - Number(a === here));
    return (await vscode.window.showQuickPick(sorted.map((session) => ({ label: session.name, session })), { title: 'Of which folder?' }))?.session;
}
