import * as vscode from 'vscode';
import { Shown } from '../model/shown';
import type { Change, TestTree } from '../model/tree';
import type { LastResult, TestFinished, TestItem } from '../protocol/messages';

const PROBLEM = 'tls: a problem';

/** The tests of a folder in the Test Explorer: what the {@link TestTree} says, and how each test last ended. */
export class Explorer {
    readonly #controller: vscode.TestController;
    readonly #tree: TestTree;
    readonly #items = new Map<string, vscode.TestItem>();
    readonly #shown = new Shown();
    /** What only a reused JVM has said so far. */
    readonly #provisional = new Set<string>();

    constructor(controller: vscode.TestController, tree: TestTree) {
        this.#controller = controller;
        this.#tree = tree;
    }

    item(id: string): vscode.TestItem | undefined {
        return this.#items.get(id);
    }

    /** The innermost test at a place, or else the first one in the document. */
    at(uri: vscode.Uri, position: vscode.Position): vscode.TestItem | undefined {
        const here = [...this.#items.values()].filter((it) => it.uri?.toString() === uri.toString() && it.range !== undefined);
        const around = here.filter((it) => it.range?.contains(position) === true);
        return around.sort((a, b) => height(a) - height(b))[0] ?? here[0];
    }

    show(change: Change): void {
        const last: [vscode.TestItem, LastResult][] = [];
        for (const step of change.steps) {
            if ('remove' in step) this.#remove(step.remove);
            else {
                const item = this.#put(step.put);
                if (step.put.last !== undefined) last.push([item, step.put.last]);
            }
        }
        if (this.#tree.size > 0) this.problem(undefined);
        this.#showLast(last);
    }

    /** A run has shown this. */
    wasShown(id: string, result: TestFinished): void {
        this.#shown.put(id, result);
        this.#mark(id, result.certain !== false);
    }

    /** What was told of these, and of all their invocations, is certain now. */
    confirmed(ids: readonly string[]): void {
        for (const id of ids) {
            this.#mark(id, true);
            this.#items.get(id)?.children.forEach((it) => this.#confirmBelow(it));
        }
    }

    #confirmBelow(item: vscode.TestItem): void {
        this.#mark(item.id, true);
        item.children.forEach((it) => this.#confirmBelow(it));
    }

    /** Quietly: a word beside the name. */
    #mark(id: string, certain: boolean): void {
        if (certain === !this.#provisional.has(id)) return;
        if (certain) this.#provisional.delete(id);
        else this.#provisional.add(id);
        const item = this.#items.get(id);
        if (item !== undefined) this.#describe(item, this.#tree.get(id)?.disabled);
    }

    #describe(item: vscode.TestItem, disabled: string | undefined): void {
        const text = disabled === undefined ? (this.#provisional.has(item.id) ? 'provisional' : '') : disabled === '' ? 'disabled' : `disabled: ${disabled}`;
        if (text !== '' || item.description !== undefined) item.description = text;
    }

    /** What stands in the way of showing tests, in their place. */
    problem(text: string | undefined): void {
        if (text === undefined) {
            this.#controller.items.delete(PROBLEM);
        } else if (this.#tree.size === 0) {
            const item = this.#controller.createTestItem(PROBLEM, 'Tests cannot be shown');
            item.error = text;
            this.#controller.items.add(item);
        }
    }

    #put(test: TestItem): vscode.TestItem {
        const known = this.#items.get(test.id);
        const uri = test.uri === undefined ? undefined : vscode.Uri.parse(test.uri);
        const parent = test.parent === undefined ? undefined : this.#items.get(test.parent);
        let item = known;
        if (item === undefined || item.uri?.toString() !== uri?.toString() || item.parent !== parent) {
            item = this.#controller.createTestItem(test.id, test.label, uri);
            if (known !== undefined) {
                const below = [...known.children].map(([, child]) => child);
                (known.parent?.children ?? this.#controller.items).delete(known.id);
                item.children.replace(below);
            }
            this.#items.set(test.id, item);
        }
        item.label = test.label;
        item.range = test.range && new vscode.Range(test.range.start.line, test.range.start.character, test.range.end.line, test.range.end.character);
        if (test.sortText !== undefined) item.sortText = test.sortText;
        this.#describe(item, test.disabled);
        item.tags = (test.tags ?? []).map((tag) => new vscode.TestTag(tag));
        if (item.canResolveChildren !== test.canResolveChildren) item.canResolveChildren = test.canResolveChildren;
        if (item !== known) (parent?.children ?? this.#controller.items).add(item);
        return item;
    }

    #remove(test: TestItem): void {
        const item = this.#items.get(test.id);
        if (item === undefined) return;
        (item.parent?.children ?? this.#controller.items).delete(item.id);
        const forget = (it: vscode.TestItem): void => {
            this.#items.delete(it.id);
            this.#shown.forget(it.id);
            this.#provisional.delete(it.id);
            it.children.forEach(forget);
        };
        forget(item);
    }

    /** A run of nothing, in which what came of earlier runs is told: this editor knows no other way to show it. */
    #showLast(results: readonly [vscode.TestItem, LastResult][]): void {
        for (const [item, last] of results) this.#mark(item.id, last.certain !== false);
        const other = results.filter(([item, last]) => !this.#shown.is(item.id, last));
        if (other.length === 0) return;
        const items = other.map(([item]) => item);
        const run = this.#controller.createTestRun(new vscode.TestRunRequest(items, undefined, undefined, false, true), 'earlier results', false);
        for (const [item, last] of other) {
            this.#shown.put(item.id, last);
            if (last.outcome === 'passed') run.passed(item, last.durationMs);
            else if (last.outcome === 'skipped') run.skipped(item);
            else if (last.outcome === 'failed') run.failed(item, earlier(), last.durationMs);
            else if (last.outcome === 'error') run.errored(item, earlier(), last.durationMs);
        }
        run.end();
    }
}

function earlier(): vscode.TestMessage {
    return new vscode.TestMessage('It was red when it last ran. Run it to see why.');
}

function height(item: vscode.TestItem): number {
    return item.range === undefined ? Infinity : item.range.end.line - item.range.start.line;
}
