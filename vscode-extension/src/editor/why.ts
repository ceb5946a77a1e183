import * as vscode from 'vscode';
import { duration } from '../model/words';
import type { Result, Why } from '../protocol/messages';

/** Shows why a test ran, whether it would run now, and what it depends on. */
export async function showWhy(label: string, ran: Why | undefined, now: Result<'tls/why'>): Promise<void> {
    const { last } = now;
    const items: vscode.QuickPickItem[] = [
        { label: ran === undefined ? 'It has not run since this window was opened' : `It ran because ${ran.text}`, iconPath: new vscode.ThemeIcon('history') },
        {
            label: now.affected ? `A run of affected tests would take it now: ${now.why?.text ?? 'in doubt a test runs'}` : 'Nothing that it depends on has changed: a run of affected tests would leave it out',
            iconPath: new vscode.ThemeIcon('question'),
        },
    ];
    if (last !== undefined) {
        items.push({
            label: `When it last ran: ${last.outcome}${last.durationMs === undefined ? '' : `, ${duration(last.durationMs)}`}`,
            iconPath: new vscode.ThemeIcon('beaker'),
        });
    }
    items.push({ label: now.dependencies.length === 0 ? 'It was never seen to run, so nothing is known to depend on' : 'Depends on', kind: vscode.QuickPickItemKind.Separator });
    items.push(...now.dependencies.map((it) => ({ label: it })));
    if (now.more !== undefined) items.push({ label: `and ${now.more} more` });
    await vscode.window.showQuickPick(items, { title: `Why ${label}?`, placeHolder: label, matchOnDescription: true });
}
