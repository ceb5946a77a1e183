// target/tls-VERSION.vsix: the extension with the distribution that the Maven build has made (server/dist). With --without-server
// it holds none, and finds tls by its setting or on PATH.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const distribution = '../server/dist/target/tls';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync('server', { recursive: true, force: true });
if (!process.argv.includes('--without-server')) {
    if (!existsSync(`${distribution}/lib/build-id`)) {
        console.error(`${distribution} is missing: run 'mvn package -DskipTests' in the repository's root first, or pass --without-server`);
        process.exit(1);
    }
    cpSync(distribution, 'server', { recursive: true });
    // The native client is of this machine's kind; on others the extension takes the Java one.
    writeFileSync('server/platform', `${process.platform}-${process.arch}\n`);
}
execFileSync(process.execPath, ['scripts/build.mjs', '--production'], { stdio: 'inherit' });
mkdirSync('target', { recursive: true });
execFileSync(process.execPath, [
    'node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--skip-license', '--allow-missing-repository', '--no-rewrite-relative-links',
    '--out', `target/tls-${version}.vsix`,
], { stdio: 'inherit' });
