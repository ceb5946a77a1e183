// VS Code as a person sees it.

export class Workbench {
    constructor(page) {
        this.page = page;
    }

    /** A command by its title, as the palette has it; works whatever has the focus. */
    async command(title) {
        await this.page.keyboard.press('F1');
        await this.page.locator('.quick-input-widget input').first().fill('>' + title);
        await this.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${title}"]`).first().click();
    }

    /** Opens a file by its path, with the cursor in a line (counted from one). */
    async open(path, line = 1) {
        const name = path.slice(path.lastIndexOf('/') + 1);
        await this.page.keyboard.press('Control+P');
        await this.page.locator('.quick-input-widget input').first().fill(`${path}:${line}`);
        await this.page.locator(`.quick-input-list .monaco-list-row.focused[aria-label^="${name}"]`).waitFor();
        await this.page.keyboard.press('Enter');
        await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
        await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
        await this.page.locator('.statusbar-item', { hasText: `Ln ${line}, ` }).waitFor();
        await this.page.locator(`.editor-instance .monaco-editor.focused[data-uri$="/${name}"]`).waitFor();
    }

    /** What stands in the cursor's line becomes another text, which is not what is saved. */
    async rewriteLine(text) {
        await this.page.keyboard.press('Home');
        await this.page.keyboard.press('Home');
        await this.page.keyboard.press('Control+Shift+K');
        await this.page.keyboard.press('Control+Shift+Enter');
        await this.page.keyboard.insertText(text);
        await this.page.locator('.tab.active.dirty').waitFor();
    }

    async save() {
        await this.page.keyboard.press('Control+S');
        await this.page.locator('.tab.active.dirty').waitFor({ state: 'hidden' });
    }

    /** Rows of the Test Explorer; labels are as `addsUp() (Passed)`. */
    row(label) {
        return this.page.locator(`.test-explorer .monaco-list-row[aria-label^="${label}"]`).first();
    }

    async rows() {
        return this.page.locator('.test-explorer .monaco-list-row').evaluateAll((rows) => rows.map((it) => it.getAttribute('aria-label')));
    }

    async expand(...labels) {
        for (const label of labels) {
            const row = this.row(label);
            await row.waitFor();
            if ((await row.getAttribute('aria-expanded')) !== 'true') await row.locator('.monaco-tl-twistie').click();
        }
    }

    /** A button above the Test Explorer. */
    async click(title) {
        await this.page.locator(`.part.sidebar a.action-label[aria-label^="${title}"]`).first().click();
    }

    /** Marks beside the lines of the editor: run, passed, failed, error. */
    glyph(state) {
        return this.page.locator(`.editor-instance .testing-run-glyph.codicon-testing-${state}-icon`).first();
    }

    statusBar() {
        return this.page.locator('.statusbar-item[id*="tls.status"]');
    }

    async side(which) {
        const text = await this.page.locator(`.zone-widget .monaco-diff-editor .editor.${which} .view-lines`).first().innerText();
        return text.replace(/\s+/g, ' ').trim();
    }
}
