import * as vscode from 'vscode';

const JAVA_DEBUGGER = 'vscjava.vscode-java-debug';

/** A test process waits for a debugger: the Java debugger attaches where it is installed; else people are told where to. */
export async function attach(folder: vscode.WorkspaceFolder, host: string, port: number): Promise<void> {
    const address = `${host}:${port}`;
    if (vscode.extensions.getExtension(JAVA_DEBUGGER) !== undefined) {
        const attached = await vscode.debug.startDebugging(folder, { type: 'java', request: 'attach', name: `tls: ${address}`, hostName: host, port });
        if (attached) return;
    }
    const copy = 'Copy Address';
    const chosen = await vscode.window.showInformationMessage(
        `A test process waits for a debugger at ${address}. Attach any Java debugger to it, or install "Debugger for Java" to have it attached.`, copy);
    if (chosen === copy) await vscode.env.clipboard.writeText(address);
}
