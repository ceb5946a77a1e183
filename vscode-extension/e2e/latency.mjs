// node e2e/latency.mjs new|old [TIMES [PAUSE]]: how long it takes from the key that saves to another icon in the Test Explorer, in a continuous
// run of examples/shop. Prints the half that was faster than, and the slowest; and for green and red apart when, after the key, the file
// was written, another client heard of the run, of its tests and of its end, and the icon was another one.
// PAUSE: so many milliseconds between an icon and the next edit (0), in which the next JVM for a red test starts.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { half } from './figures.mjs';
import { Observer } from './observer.mjs';
import { launch } from './vscode.mjs';
import { Workbench } from './workbench.mjs';

const kind = process.argv[2] ?? 'new';
const times = Number(process.argv[3] ?? 20);
const pause = Number(process.argv[4] ?? 0);
const root = join(import.meta.dirname, '..');
const vsix = readdirSync(join(root, 'target')).filter((it) => it.endsWith('.vsix')).map((it) => join(root, 'target', it))[0];
const BASKET = 'checkout/src/main/java/shop/checkout/Basket.java';

const { page, url, folder, env, tls, close } = await launch({ kind, vsix, workspace: join(root, '..', 'examples', 'shop') });
const workbench = new Workbench(page);
try {
    await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
    const icon = page.locator('.activitybar a.action-label[aria-label^="Testing"]');
    await icon.waitFor();
    await icon.click();
    await workbench.expand('checkout', 'shop.checkout', 'A basket');
    await workbench.click('Start Continuous Run');
    await workbench.row('addsUp() (Passed)').waitFor();
    const line = readFileSync(join(folder, BASKET), 'utf8').split('\n').findIndex((it) => it.includes('price().times(count)')) + 1;
    await workbench.open(BASKET, line);
    await page.evaluate(() => document.addEventListener('keydown', (it) => {
        if (it.ctrlKey && it.key.toLowerCase() === 's') globalThis.savedAt = performance.now();
    }, true));
    const observer = await Observer.connect(tls, folder, env);

    const took = [];
    const steps = { green: [], red: [] };
    for (let i = 0; i < times; i++) {
        const broken = i % 2 === 0;
        await page.waitForTimeout(pause);
        await workbench.rewriteLine(`            return product.price().times(count${broken ? ' + 1' : ''});`);
        const shown = page.evaluate((label) => new Promise((seen) => {
            const look = () => {
                const found = [...document.querySelectorAll('.test-explorer .monaco-list-row')].some((it) => it.getAttribute('aria-label')?.startsWith(label));
                if (found) seen(performance.now() - globalThis.savedAt);
                else requestAnimationFrame(look);
            };
            look();
        }), `addsUp() (${broken ? 'Failed' : 'Passed'})`);
        const run = observer.nextRun();
        await page.keyboard.press('Control+S');
        took.push(await shown);
        const saved = await page.evaluate(() => performance.timeOrigin + globalThis.savedAt);
        const { news } = await run;
        const heard = (method) => news.find((it) => it.method === method).at - saved;
        const step = {
            written: statSync(join(folder, BASKET)).mtimeMs - saved, started: heard('tls/runStarted'), test: heard('tls/testFinished'),
            ended: heard('tls/runFinished'), icon: took.at(-1),
        };
        steps[broken ? 'red' : 'green'].push(step);
        console.log(Object.entries(step).map(([name, at]) => `${name} ${at.toFixed(0)}`).join(', '));
    }
    await observer.close();
    for (const [colour, all] of Object.entries(steps)) {
        const halves = Object.keys(all[0]).map((name) => `${name} ${half(all.map((it) => it[name])).toFixed(0)}`);
        console.log(`${kind}, ${colour}, p50 of ${all.length}, ms after the key: ${halves.join(', ')}`);
    }
    console.log(`${kind}: p50 of ${times}: ${half(took).toFixed(0)} ms, slowest ${Math.max(...took).toFixed(0)} ms`);
} finally {
    await close();
}
