import * as vscode from 'vscode';
import type { Ask, CoveredFile } from '../protocol/messages';
import type { Explorer } from './explorer';

/** A file's numbers, which know the run that they are of. */
export class FileCoverage extends vscode.FileCoverage {
    readonly runId: string;

    constructor(runId: string, file: CoveredFile, explorer: Explorer) {
        const tests = file.tests.flatMap((id) => explorer.item(id) ?? []);
        super(vscode.Uri.parse(file.uri), file.lines, file.branches.total === 0 ? undefined : file.branches, file.methods, tests);
        this.runId = runId;
    }
}

/** The lines of such a file. */
export async function details(ask: Ask, file: vscode.FileCoverage, id?: string): Promise<vscode.FileCoverageDetail[]> {
    if (!(file instanceof FileCoverage)) return [];
    const found = await ask('tls/coverage', { runId: file.runId, textDocument: { uri: file.uri.toString() }, ...(id === undefined ? {} : { id }) });
    const lines = found.lines.map(({ line, executed, branches }) => new vscode.StatementCoverage(executed, wholeLine(line), ways(branches, line)));
    const methods = found.methods.map(({ name, line, executed }) => new vscode.DeclarationCoverage(name, executed, wholeLine(line)));
    return [...lines, ...methods];
}

/** Class files tell how many ways were taken, not which. */
function ways(branches: { readonly covered: number; readonly total: number } | undefined, line: number): vscode.BranchCoverage[] {
    if (branches === undefined) return [];
    return Array.from({ length: branches.total }, (_, i) => new vscode.BranchCoverage(i < branches.covered, wholeLine(line)));
}

function wholeLine(line: number): vscode.Range {
    return new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
}
