import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const sources = ['src/model', 'src/protocol', 'src/editor'].flatMap((directory) =>
    readdirSync(directory).map((name) => ({ name: `${directory}/${name}`, text: readFileSync(`${directory}/${name}`, 'utf8') })));
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    contributes: { commands: { command: string }[]; configuration: { properties: Record<string, { description?: string; markdownDescription?: string }> } };
};

test('model and protocol do without VS Code, and know nothing of what draws them', () => {
    const pure = sources.filter(({ name }) => !name.startsWith('src/editor'));
    assert(pure.length > 5);
    assert.deepEqual(pure.filter(({ text }) => /from '(vscode|vscode-languageclient.*|node:.*|\.\.\/editor\/.*)'/.test(text)).map(({ name }) => name), []);
});

test('every command that is offered exists, and every one that exists is offered', () => {
    const registered = sources.flatMap(({ text }) => [...text.matchAll(/\bcommand\('(tls\.\w+)'/g)].map((it) => it[1]));
    assert(registered.length > 5);
    assert.deepEqual(manifest.contributes.commands.map((it) => it.command).sort(), registered.sort());
});

test('every setting that is offered is read and described, and every one that is read is offered', () => {
    const read = sources.find(({ name }) => name.endsWith('settings.ts'))?.text.matchAll(/#get\('([\w.]+)'/g) ?? [];
    const names = [...read].map((it) => `tls.${it[1]}`);
    assert(names.length > 5);
    const offered = manifest.contributes.configuration.properties;
    // The language client reads this one by itself.
    assert.deepEqual(Object.keys(offered).sort(), [...names, 'tls.trace.server'].sort());
    assert.deepEqual(Object.entries(offered).filter(([, it]) => (it.description ?? it.markdownDescription ?? '') === '').map(([name]) => name), []);
});

test('the lock file names no registry', () => {
    const lock = readFileSync('package-lock.json', 'utf8');
    assert.match(lock, /"lockfileVersion"/);
    assert.doesNotMatch(lock, /"resolved"/);
});
