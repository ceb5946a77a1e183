// The unit tests, without VS Code. Their report is of Surefire's form and in its place, where the repository's count finds it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('target/test', { recursive: true, force: true });
mkdirSync('target/surefire-reports', { recursive: true });
await build({
    entryPoints: readdirSync('test').filter((it) => it.endsWith('.test.ts')).map((it) => `test/${it}`),
    outdir: 'target/test',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    sourcemap: 'inline',
    logLevel: 'warning',
});
const files = readdirSync('target/test').filter((it) => it.endsWith('.mjs')).map((it) => `target/test/${it}`);
const { status } = spawnSync(process.execPath, [
    '--enable-source-maps', '--test',
    '--test-reporter=spec', '--test-reporter-destination=stdout',
    '--test-reporter=junit', '--test-reporter-destination=target/surefire-reports/TEST-vscode-extension.xml',
    ...files,
], { stdio: 'inherit' });
process.exit(status ?? 1);
