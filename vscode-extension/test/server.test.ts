import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Machine, findServer, pause } from '../src/model/server';

function machine(files: readonly string[], more: Partial<Machine> = {}): Machine {
    return { platform: 'linux', arch: 'x64', path: '/usr/bin:.:/opt/bin', home: '/home/ada', isExecutable: (it) => files.includes(it), read: () => undefined, ...more };
}
const found = (setting: string, it: Machine) => findServer(setting, '/ext/server', '/projects/shop', it);

test('the setting is what counts', () => {
    const all = machine(['/opt/tls/bin/tls', '/ext/server/bin/tls-java', '/usr/bin/tls', '/home/ada/tls', '/projects/shop/tls']);
    assert.deepEqual(found('/opt/tls/bin/tls', all), { command: '/opt/tls/bin/tls', from: 'setting' });
    assert.deepEqual(found('~/tls', all), { command: '/home/ada/tls', from: 'setting' });
    assert.deepEqual(found('${workspaceFolder}/tls', all), { command: '/projects/shop/tls', from: 'setting' });
    assert.deepEqual(found('tls', all), { command: '/projects/shop/tls', from: 'setting' });
});

test('a setting that names nothing is an error, whatever else there is', () => {
    assert.deepEqual(found('/no/tls', machine(['/usr/bin/tls'])), { missing: 'the setting tls.server.path names no program: /no/tls' });
});

test('then what was packaged: natively on the machine of that kind, else through Java', () => {
    const both = ['/ext/server/bin/tls', '/ext/server/bin/tls-java', '/usr/bin/tls'];
    assert.deepEqual(found('', machine(both, { read: () => 'linux-x64\n' })), { command: '/ext/server/bin/tls', from: 'bundled' });
    assert.deepEqual(found('', machine(both, { read: () => 'darwin-arm64' })), { command: '/ext/server/bin/tls-java', from: 'bundled' });
});

test('then PATH, but never what lies in the workspace by chance', () => {
    assert.deepEqual(found('', machine(['./tls', '/opt/bin/tls'])), { command: '/opt/bin/tls', from: 'PATH' });
});

test('else it says what to do', () => {
    assert.match((found('', machine([])) as { missing: string }).missing, /tls\.server\.path/);
});

test('tries to connect come at once, then later and later', () => {
    assert.deepEqual([0, 1, 2, 3, 8, 1000].map(pause), [0, 500, 1000, 2000, 30_000, 30_000]);
});
