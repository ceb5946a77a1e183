// node e2e/opening.mjs new|old PROJECT [TIMES]: how long it takes from opening the page of a window on PROJECT until the first tests
// stand in the Test Explorer, with a cold daemon (the build is known, nothing is running) and with a warm one; and how long the window
// is busy at a stretch while a filter (`test7`) goes through the whole tree. Maven's local repository is the user's own.
import { execFileSync } from 'node:child_process';
import { readdirSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { half } from './figures.mjs';
import { launch } from './vscode.mjs';
import { Workbench } from './workbench.mjs';

const kind = process.argv[2] ?? 'new';
const workspace = process.argv[3];
const times = Number(process.argv[4] ?? 5);
const root = join(import.meta.dirname, '..');
const vsix = readdirSync(join(root, 'target')).filter((it) => it.endsWith('.vsix')).map((it) => join(root, 'target', it))[0];

const { page, url, folder, env, tls, close } = await launch({
    kind, vsix, workspace, prepare: (copy) => symlinkSync(join(homedir(), '.m2'), join(copy, '..', '.m2')),
});
const workbench = new Workbench(page);
const opened = async () => {
    const began = performance.now();
    await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
    const icon = page.locator('.activitybar a.action-label[aria-label^="Testing"]');
    await icon.waitFor();
    const workbenchIsThere = performance.now();
    if ((await page.locator('.test-explorer').count()) === 0) await icon.click();
    await page.locator('.test-explorer .monaco-list-row').first().waitFor();
    return { all: performance.now() - began, tree: performance.now() - workbenchIsThere };
};
const told = (name, figures) => console.log(`${kind}, ${name}: p50 of ${figures.length}: ${half(figures.map((it) => it.all)).toFixed(0)} ms, of these ${
    half(figures.map((it) => it.tree)).toFixed(0)} ms after the workbench was there`);
try {
    execFileSync(tls, ['list'], { cwd: folder, env, stdio: 'ignore' });
    await opened();
    const cold = [];
    const warm = [];
    for (let i = 0; i < times; i++) {
        await page.goto('about:blank');
        execFileSync(tls, ['stop'], { cwd: folder, env, stdio: 'ignore' });
        cold.push(await opened());
        warm.push(await opened());
    }
    told('cold', cold);
    told('warm', warm);

    await page.evaluate(() => {
        globalThis.busy = [];
        new PerformanceObserver((list) => globalThis.busy.push(...list.getEntries().map((it) => it.duration))).observe({ entryTypes: ['longtask'] });
    });
    const began = performance.now();
    await page.locator('.testing-filter-action-item, .testing-filter-action-bar').first().click();
    await page.keyboard.type('test7');
    // Rows come as they are told; all are there when their number has stayed the same for two seconds.
    await page.evaluate(() => new Promise((done) => {
        let last = '';
        let since = performance.now();
        const look = () => {
            const now = document.querySelector('.test-explorer .monaco-scrollable-element .monaco-list-rows')?.style.height ?? '';
            if (now !== last) [last, since] = [now, performance.now()];
            if (performance.now() - since > 2000) done();
            else setTimeout(look, 50);
        };
        look();
    }));
    await page.screenshot({ path: join(root, 'target', 'e2e', 'opening.png') });
    const busy = await page.evaluate(() => globalThis.busy);
    console.log(`${kind}, filtered through everything after ${(performance.now() - began - 2000).toFixed(0)} ms; busy at a stretch at most ${Math.max(0, ...busy).toFixed(0)} ms`);
} finally {
    await close();
}
