// node e2e/shop.mjs new|old: examples/shop in a real VS Code, used as a person does. Screenshots are in target/e2e/shots-VERSION, the
// report is where the repository's count finds it.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { attach, goOn } from './java-debugger/jdwp.js';
import { Observer } from './observer.mjs';
import { launch } from './vscode.mjs';
import { Workbench } from './workbench.mjs';

const kind = process.argv[2] ?? 'new';
const root = join(import.meta.dirname, '..');
const shots = join(root, 'target', 'e2e', `shots-${kind}`);
const reports = join(root, 'target', 'surefire-reports');
const vsix = readdirSync(join(root, 'target')).filter((it) => it.endsWith('.vsix')).map((it) => join(root, 'target', it))[0];
rmSync(shots, { recursive: true, force: true });
mkdirSync(shots, { recursive: true });
mkdirSync(reports, { recursive: true });

const BASKET = 'checkout/src/main/java/shop/checkout/Basket.java';
const RECEIPT = 'checkout/src/main/java/shop/checkout/Receipt.java';
const BASKET_TEST = 'checkout/src/test/java/shop/checkout/BasketTest.java';
const RECEIPT_TEST = 'checkout/src/test/java/shop/checkout/ReceiptTest.java';
const PRICE = '            return product.price().times(count);';
const BROKEN_PRICE = '            return product.price().times(count + 1);';

const { page, url, folder, home, env, tls, install, close } = await launch({
    kind, vsix, workspace: join(root, '..', 'examples', 'shop'),
    prepare: (copy) => {
        const git = (...args) => execFileSync('git', ['-C', copy, '-c', 'user.name=e2e', '-c', 'user.email=e2e@localhost', ...args], { stdio: 'ignore' });
        git('init');
        git('add', '.');
        git('commit', '-m', 'shop');
    },
});
const workbench = new Workbench(page);
const row = (label) => workbench.row(label);

const console_ = [];
page.on('console', (it) => console_.push(`${it.type()} ${it.text()}`));
page.on('pageerror', (it) => console_.push(`error ${it}`));

const results = [];
let failure;
async function step(name, act) {
    if (failure !== undefined) return;
    const began = performance.now();
    try {
        await act();
        await page.screenshot({ path: join(shots, `${String(results.length + 1).padStart(2, '0')}-${name.replace(/[^a-z0-9]+/gi, '-')}.png`) });
    } catch (e) {
        failure = e;
        await page.screenshot({ path: join(shots, 'failure.png') }).catch(() => undefined);
        writeFileSync(join(shots, 'rows.txt'), (await workbench.rows().catch(() => [])).join('\n'));
    }
    const seconds = (performance.now() - began) / 1000;
    results.push({ name, seconds, failure });
    console.log(`${failure === undefined ? 'ok  ' : 'FAIL'} ${seconds.toFixed(1)} s  ${name}`);
}

const line = (file, text) => readFileSync(join(folder, file), 'utf8').split('\n').findIndex((it) => it.includes(text)) + 1;
const rewrite = async (path, old, now) => {
    await workbench.open(path, line(path, old));
    await workbench.rewriteLine(now);
    await workbench.save();
    assert(readFileSync(join(folder, path), 'utf8').split('\n').includes(now), `${path} is not what was typed`);
};
const green = (run) => run.tests.length > 0 && run.finished.totals.failed + run.finished.totals.errors === 0;
const classesOf = (run) => [...new Set(run.tests.map((it) => it.id.replace(/^[^/]*\/|[$#].*$/g, '')))].sort();

let observer;
try {
    await step('the tree appears', async () => {
        await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
        await page.locator('.monaco-workbench').waitFor();
        const icon = page.locator('.activitybar a.action-label[aria-label^="Testing"]');
        await icon.waitFor();
        await icon.click();
        await row('catalog (Not yet run)').waitFor();
        await workbench.expand('checkout', 'shop.checkout', 'A basket', 'with two packets of tea');
        await row('addsUp() (Not yet run)').waitFor();
        await row('holdsOneLine() (Not yet run)').waitFor();
    });

    await step('tests are marked beside their lines', async () => {
        await workbench.open(BASKET_TEST);
        await workbench.glyph('run').waitFor();
    });

    await step('all run by a click', async () => {
        await workbench.click('Run Tests');
        await row('checkout (Passed)').waitFor();
        await row('catalog (Passed)').waitFor();
        await row('addsUp() (Passed)').waitFor();
        await workbench.glyph('passed').waitFor();
        await workbench.statusBar().filter({ hasText: 'tls' }).waitFor();
    });

    observer = await Observer.connect(tls, folder, env);
    const firstDaemon = observer.daemon.pid;

    await step('a failure shows what was expected and what was there', async () => {
        await rewrite(BASKET, 'product.price().times(count)', BROKEN_PRICE);
        await workbench.open(BASKET_TEST, line(BASKET_TEST, 'void addsUp()'));
        await workbench.click('Run Tests');
        await row('addsUp() (Failed)').waitFor();
        await workbench.glyph('failed').waitFor();
        await page.locator('.zone-widget.test-output-peek').waitFor();
        await page.locator('.zone-widget .monaco-diff-editor .view-line').first().waitFor();
        await page.waitForFunction(() => document.querySelector('.zone-widget .monaco-diff-editor .editor.modified .view-lines')?.innerText.trim());
        assert.match(await workbench.side('original'), /19\.40/);
        assert.doesNotMatch(await workbench.side('modified'), /19\.40/);
        await workbench.statusBar().filter({ hasText: 'red' }).waitFor();
    });

    await step('the tree follows what is typed before it is saved', async () => {
        await page.locator('.zone-widget.test-output-peek .codicon-close').first().click();
        await workbench.open(BASKET_TEST, line(BASKET_TEST, 'void refusesToHold') - 2);
        await page.keyboard.insertText('\n    @Test\n    void isTypedJustNow() {}\n');
        await page.locator('.tab.active.dirty').waitFor();
        await row('isTypedJustNow()').waitFor();
        await workbench.command('File: Revert File');
        await page.locator('.tab.active.dirty').waitFor({ state: 'hidden' });
        await row('isTypedJustNow()').waitFor({ state: 'detached' });
    });

    await step('a continuous run makes the red ones green when they are mended', async () => {
        const first = observer.nextRun();
        await workbench.click('Start Continuous Run');
        assert.equal((await first).started.round?.number, 1);
        const second = observer.nextRun(green);
        await rewrite(BASKET, 'times(count + 1)', PRICE);
        const run = await second;
        assert(run.started.round.number > 1);
        assert(!classesOf(run).includes('shop.catalog.MoneyTest'), `what a basket costs is no matter of MoneyTest: ${classesOf(run)}`);
        await row('addsUp() (Passed)').waitFor();
        await row('checkout (Passed)').waitFor();
    });

    await step('a save in a continuous run runs what it affects and nothing else', async () => {
        const next = observer.nextRun(green);
        await rewrite(RECEIPT, 'text.append(String.format(Locale.ROOT, SUM, "Discount"', '        if (!off.equals(Money.ZERO)) text.append(String.format(Locale.ROOT, SUM, "Discount", "-".concat(off.toString())));');
        const run = await next;
        assert.deepEqual(classesOf(run), ['shop.checkout.ReceiptTest']);
        await workbench.click('Stop Continuous Run');
    });

    await step('it says why a test ran', async () => {
        await workbench.expand('ReceiptTest');
        await workbench.open(RECEIPT_TEST, line(RECEIPT_TEST, 'void looksLikeThis') + 1);
        await workbench.command('tls: Why Did This Run?');
        await page.locator('.quick-input-widget', { hasText: 'Why looksLikeThis()?' }).waitFor();
        await page.locator('.quick-input-list .monaco-list-row', { hasText: 'It ran because' }).waitFor();
        await page.locator('.quick-input-list .monaco-list-row', { hasText: 'shop.checkout.Receipt' }).first().waitFor();
    });
    await page.keyboard.press('Escape');

    await step('what is affected since the last commit runs', async () => {
        const next = observer.nextRun();
        await workbench.command('tls: Run Tests Affected Since Last Commit');
        assert.deepEqual(classesOf(await next), ['shop.checkout.ReceiptTest']);
    });

    await step('debugging shows where to attach, and runs when a debugger is there', async () => {
        const next = observer.nextRun();
        await workbench.open(RECEIPT_TEST, line(RECEIPT_TEST, 'void looksLikeThis') + 1);
        await workbench.command('Test: Debug Test at Cursor');
        const toast = page.locator('.notifications-toasts .notification-list-item', { hasText: 'waits for a debugger at' });
        await toast.waitFor();
        const port = Number(/127\.0\.0\.1:(\d+)/.exec(await toast.innerText())[1]);
        const connection = attach('127.0.0.1', port);
        connection.once('data', () => goOn(connection));
        const run = await next;
        connection.destroy();
        assert.equal(run.started.kind, 'debug');
        assert.deepEqual(run.tests.map((it) => it.outcome), ['passed']);
        await page.keyboard.press('Escape');
    });

    await step('coverage marks the lines that a test executes', async () => {
        const next = observer.nextRun();
        await workbench.open(RECEIPT_TEST, line(RECEIPT_TEST, 'void looksLikeThis') + 1);
        await workbench.command('Test: Run Test at Cursor with Coverage');
        const run = await next;
        assert.equal(run.started.kind, 'coverage');
        await workbench.open(RECEIPT);
        await page.locator('.coverage-deco-gutter.coverage-deco-hit').first().waitFor();
        await workbench.open(BASKET);
        await page.locator('.coverage-deco-gutter.coverage-deco-miss').first().waitFor();
    });

    await step('a run in a terminal is shown', async () => {
        writeFileSync(join(folder, RECEIPT), readFileSync(join(folder, RECEIPT), 'utf8').replace('"Total"', '"Sum"'));
        await row('looksLikeThis() (Passed)').waitFor();
        const terminal = spawn(tls, ['run', 'ReceiptTest'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
        terminal.stdout.resume();
        const [code] = await once(terminal, 'exit');
        assert.equal(code, 1);
        await row('looksLikeThis() (Failed)').waitFor();
        await row('ReceiptTest (Failed)').waitFor();
        await row('endsWithTheTotal() (Passed)').waitFor();
    });

    await step('a daemon that is killed comes back', async () => {
        process.kill(firstDaemon, 'SIGKILL');
        await observer.close();
        await workbench.statusBar().filter({ hasNotText: 'red' }).waitFor();
        writeFileSync(join(folder, RECEIPT), readFileSync(join(folder, RECEIPT), 'utf8').replace('"Sum"', '"Total"'));
        await workbench.statusBar().filter({ hasText: 'red' }).waitFor();
        await workbench.click('Run Tests');
        await row('looksLikeThis() (Passed)').waitFor();
        await row('checkout (Passed)').waitFor();
        observer = await Observer.connect(tls, folder, env);
        assert.notEqual(observer.daemon.pid, firstDaemon);
    });

    await step('the frames of a failure lead to its lines', async () => {
        await rewrite(BASKET, 'product.price().times(count)', '            throw new IllegalStateException("no price today");');
        await workbench.open(BASKET_TEST, line(BASKET_TEST, 'void addsUp()'));
        await workbench.click('Run Tests');
        await row('addsUp() (Errored)').waitFor();
        const peek = page.locator('.zone-widget.test-output-peek');
        await peek.getByText('Basket.java').first().waitFor();
        // The first one leads to the test itself, and the next to the innermost frame.
        await peek.locator('.codicon-go-to-file').nth(1).click();
        await page.locator('.tab.active[data-resource-name="Basket.java"]').waitFor();
    });

    await step('a debugger for Java that is installed is attached', async () => {
        await rewrite(BASKET, 'no price today', PRICE);
        await install(javaDebugger());
        await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
        await workbench.statusBar().filter({ hasText: 'tls' }).waitFor();
        const next = observer.nextRun();
        await workbench.open(RECEIPT_TEST, line(RECEIPT_TEST, 'void looksLikeThis') + 1);
        await page.locator('.editor-instance .testing-run-glyph').first().waitFor();
        await workbench.command('Test: Debug Test at Cursor');
        await page.locator('.debug-toolbar a.action-label[aria-label^="Continue"]').click();
        const run = await next;
        assert.equal(run.started.kind, 'debug');
        assert.deepEqual(run.tests.map((it) => it.outcome), ['passed']);
        await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    });

    await step('two folders of a window have a daemon and a tree each', async () => {
        cpSync(join(root, '..', 'examples', 'shop'), join(home, 'second'), { recursive: true, filter: (it) => !it.endsWith('/target') });
        writeFileSync(join(home, 'both.code-workspace'), JSON.stringify({ folders: [{ path: 'shop' }, { path: 'second' }] }));
        await page.goto(`${url}/?workspace=${encodeURIComponent(join(home, 'both.code-workspace'))}`);
        const icon = page.locator('.activitybar a.action-label[aria-label^="Testing"]');
        // Often VS Code reads the workspace's file before it can read files; then it stays without folders until it is opened again.
        const opened = () => icon.waitFor({ timeout: 15_000 }).then(() => true, () => false);
        for (let reloads = 0; reloads < 4 && !(await opened()); reloads++) await page.reload();
        await icon.waitFor();
        if ((await page.locator('.test-explorer').count()) === 0) await icon.click();
        await row('shop (tls)').waitFor();
        await workbench.expand('second (tls)');
        await row('catalog (Not yet run)').waitFor();
        const second = await Observer.connect(tls, join(home, 'second'), env);
        const [ofSecond, ofFirst] = [second.daemon.root, observer.daemon.root];
        await second.ask('tls/stop', { when: 'idle' });
        await second.close();
        assert.equal(ofSecond, join(home, 'second'));
        assert.equal(ofFirst, folder);
    });
} finally {
    await observer?.close();
    writeFileSync(join(shots, 'console.log'), console_.join('\n'));
    keepLogs(join(home, 'data', 'logs'));
    writeFileSync(join(shots, 'server.log'), await close());
}
report();

/** What stands in for "Debugger for Java", packaged. */
function javaDebugger() {
    const packaged = join(root, 'target', 'e2e', 'java-debugger.vsix');
    execFileSync(process.execPath, [join(root, 'node_modules', '@vscode', 'vsce', 'vsce'), 'package', '--no-dependencies', '--skip-license',
        '--allow-missing-repository', '--out', packaged], { cwd: join(root, 'e2e', 'java-debugger'), stdio: ['ignore', 'ignore', 'inherit'] });
    return packaged;
}

if (failure !== undefined) console.error(failure);
process.exit(failure === undefined ? 0 : 1);

/** What the extension wrote into its output. */
function keepLogs(directory) {
    for (const it of readdirSync(directory, { withFileTypes: true, recursive: true })) {
        if (it.isFile() && it.parentPath.includes('testls.tls')) writeFileSync(join(shots, 'extension.log'), readFileSync(join(it.parentPath, it.name)));
    }
}

function report() {
    // Playwright colours its messages, and XML knows no such characters.
    const escaped = (text) => stripVTControlCharacters(text).replace(/[&<>"]/g, (it) => `&#${it.charCodeAt(0)};`);
    const cases = results.map((it) => `  <testcase classname="e2e-${kind}" name="${escaped(it.name)}" time="${it.seconds.toFixed(3)}">${
        it.failure === undefined ? '' : `<failure message="${escaped(String(it.failure.message ?? it.failure))}"/>`}</testcase>`);
    writeFileSync(join(reports, `TEST-vscode-e2e-${kind}.xml`), `<testsuite name="e2e-${kind}" tests="${results.length}">\n${cases.join('\n')}\n</testsuite>\n`);
}
