/** Where the `tls` to start is. */

export interface Machine {
    readonly platform: string;
    readonly arch: string;
    readonly path: string;
    readonly home: string;
    isExecutable(file: string): boolean;
    /** Text of a file; nothing where there is none. */
    read(file: string): string | undefined;
}

export type Found = { readonly command: string; readonly from: 'setting' | 'bundled' | 'PATH' } | { readonly missing: string };

/**
 * The setting, else what the extension was packaged with, else what is on PATH. A setting that names nothing is an error: whoever
 * made it does not want another one.
 *
 * @param bundle the directory of the packaged distribution, whether it is there or not
 */
export function findServer(setting: string, bundle: string, workspace: string, machine: Machine): Found {
    if (setting !== '') {
        const command = expand(setting, workspace, machine.home);
        return machine.isExecutable(command) ? { command, from: 'setting' } : { missing: `the setting tls.server.path names no program: ${command}` };
    }
    // The native client is of the machine that it was built on; the other one is as true, and slower to start.
    const native = machine.read(`${bundle}/platform`)?.trim() === `${machine.platform}-${machine.arch}`;
    for (const command of native ? [`${bundle}/bin/tls`, `${bundle}/bin/tls-java`] : [`${bundle}/bin/tls-java`]) {
        if (machine.isExecutable(command)) return { command, from: 'bundled' };
    }
    for (const directory of machine.path.split(':')) {
        const command = `${directory}/tls`;
        if (directory.startsWith('/') && machine.isExecutable(command)) return { command, from: 'PATH' };
    }
    return { missing: 'tls is neither packaged with this extension nor on PATH: name it in the setting tls.server.path' };
}

function expand(path: string, workspace: string, home: string): string {
    const named = path.replaceAll('${workspaceFolder}', workspace).replace(/^~(?=\/)/, home);
    return named.startsWith('/') ? named : `${workspace}/${named}`;
}

/** How long to wait before the next try to connect, in milliseconds: at once, then longer and longer. */
export function pause(failures: number): number {
    return failures === 0 ? 0 : Math.min(30_000, 250 * 2 ** Math.min(failures, 16));
}
