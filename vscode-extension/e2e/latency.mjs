// node e2e/latency.mjs new|old [TIMES]: how long it takes from the key that saves to another icon in the Test Explorer, in a continuous
// run of examples/shop. Prints the half that was faster than, and the slowest.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './vscode.mjs';
import { Workbench } from './workbench.mjs';

const kind = process.argv[2] ?? 'new';
const times = Number(process.argv[3] ?? 20);
const root = join(import.meta.dirname, '..');
const vsix = readdirSync(join(root, 'target')).filter((it) => it.endsWith('.vsix')).map((it) => join(root, 'target', it))[0];
const BASKET = 'checkout/src/main/java/shop/checkout/Basket.java';

const { page, url, folder, close } = await launch({ kind, vsix, workspace: join(root, '..', 'examples', 'shop') });
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

    const took = [];
    for (let i = 0; i < times; i++) {
        const broken = i % 2 === 0;
        await workbench.rewriteLine(`            return product.price().times(count${broken ? ' + 1' : ''});`);
        const shown = page.evaluate((label) => new Promise((seen) => {
            const look = () => {
                const found = [...document.querySelectorAll('.test-explorer .monaco-list-row')].some((it) => it.getAttribute('aria-label')?.startsWith(label));
                if (found) seen(performance.now() - globalThis.savedAt);
                else requestAnimationFrame(look);
            };
            look();
        }), `addsUp() (${broken ? 'Failed' : 'Passed'})`);
        await page.keyboard.press('Control+S');
        took.push(await shown);
        console.log(`${took.at(-1).toFixed(0)} ms`);
    }
    took.sort((a, b) => a - b);
    console.log(`${kind}: p50 of ${times}: ${took[Math.floor((times - 1) / 2)].toFixed(0)} ms, slowest ${took.at(-1).toFixed(0)} ms`);
} finally {
    await close();
}
