/**
 * The tests of a workspace, as far as the server has told them.
 *
 * Law: it holds what the server said and nothing else; each operation answers what a view of the tree has to do, so that a view
 * which does it in order shows the same tree.
 */

import type { TestItem, TestsChanged } from '../protocol/messages';

export type Step =
    /** The test is there, or is another one now; what is below it stays. What it is in was put before. */
    | { readonly put: TestItem }
    /** The test is gone with all below it. */
    | { readonly remove: TestItem };

export interface Change {
    readonly steps: readonly Step[];
    /** Scopes that somebody had looked into, and that have to be asked about again. */
    readonly ask: readonly string[];
    /** Documents of tests that were told of below what nobody has looked into, and are not held. */
    readonly elsewhere: readonly string[];
}

interface Node {
    item: TestItem;
    readonly children: Set<string>;
    /** Whether all of its children are known. */
    complete: boolean;
}

export class TestTree {
    readonly #nodes = new Map<string, Node>();
    readonly #top = new Set<string>();
    #topIsComplete = false;

    has(id: string): boolean {
        return this.#nodes.has(id);
    }

    get(id: string): TestItem | undefined {
        return this.#nodes.get(id)?.item;
    }

    get size(): number {
        return this.#nodes.size;
    }

    /** Ids of what is directly below a test; of the topmost ones where none is named. */
    children(scope: string | undefined): readonly string[] {
        return [...(scope === undefined ? this.#top : (this.#nodes.get(scope)?.children ?? []))];
    }

    /** All tests below that no other is in but their own invocations: what a person counts. */
    methodsBelow(id: string): readonly string[] {
        const item = this.get(id);
        if (item === undefined) return [];
        if (item.kind === 'method' || item.kind === 'invocation') return [id];
        return this.children(id).flatMap((child) => this.methodsBelow(child));
    }

    /** All methods that are held. */
    methods(): readonly string[] {
        return [...this.#nodes.values()].filter((it) => it.item.kind === 'method').map((it) => it.item.id);
    }

    /** What to ask about so that all tests below are held; `undefined` is the whole workspace. Invocations only runs can tell. */
    incomplete(scope?: string): readonly (string | undefined)[] {
        if (scope === undefined) return this.#topIsComplete ? this.children(undefined).flatMap((child) => this.incomplete(child)) : [undefined];
        const node = this.#nodes.get(scope);
        if (node === undefined || node.item.kind === 'method' || node.item.kind === 'invocation') return [];
        if (node.item.canResolveChildren && !node.complete) return [scope];
        return [...node.children].flatMap((child) => this.incomplete(child));
    }

    /** All scopes that were looked into, the outer ones first: what to ask about when all may be another one. */
    lookedInto(scope?: string): readonly (string | undefined)[] {
        const complete = scope === undefined ? this.#topIsComplete : this.#nodes.get(scope)?.complete === true;
        return [...(complete ? [scope] : []), ...this.children(scope).flatMap((child) => this.lookedInto(child))];
    }

    /** The answer to what is below a scope, all pages of it. */
    answered(scope: string | undefined, tests: readonly TestItem[]): Change {
        if (scope !== undefined && !this.has(scope)) return { steps: [], ask: [], elsewhere: [] };
        return this.#below(scope, [...this.#ancestors(scope, tests), ...tests], false);
    }

    /** The answer to what stands in a document: there may be more beside it. */
    answeredInDocument(tests: readonly TestItem[]): Change {
        return { steps: this.#insert(tests), ask: [], elsewhere: [] };
    }

    changed(news: TestsChanged): Change {
        const steps: Step[] = [];
        const ask: string[] = [];
        const elsewhere = new Set<string>();
        for (const { change, scope, tests = [] } of news.changes) {
            if (scope !== undefined && !this.has(scope)) {
                tests.forEach((it) => it.uri !== undefined && elsewhere.add(it.uri));
                continue;
            }
            switch (change) {
                case 'insert':
                    steps.push(...this.#insert(tests));
                    break;
                case 'replace': {
                    const below = this.#below(scope, tests, true);
                    steps.push(...below.steps);
                    ask.push(...below.ask);
                    break;
                }
                case 'delete':
                    steps.push(...(scope === undefined ? [...this.#top] : [scope]).flatMap((id) => this.#remove(id)));
                    break;
            }
        }
        return { steps, ask: [...new Set(ask)].filter((id) => this.has(id)), elsewhere: [...elsewhere] };
    }

    #below(scope: string | undefined, tests: readonly TestItem[], itChanged: boolean): Change {
        const children = new Map<string | undefined, TestItem[]>([[scope, []]]);
        for (const test of tests) {
            const siblings = children.get(test.parent);
            if (siblings === undefined) children.set(test.parent, [test]);
            else siblings.push(test);
        }
        const steps: Step[] = [];
        const ask: string[] = [];
        const told = (parent: string | undefined, items: readonly TestItem[]): void => {
            const ids = new Set(items.map((it) => it.id));
            for (const old of this.children(parent)) if (!ids.has(old)) steps.push(...this.#remove(old));
            this.#complete(parent);
            for (const item of items) {
                steps.push(...this.#put(item));
                const below = children.get(item.id);
                if (below !== undefined || !item.canResolveChildren) told(item.id, below ?? []);
                else if (itChanged) ask.push(...this.#doubt(item.id));
            }
        };
        told(scope, children.get(scope) ?? []);
        return { steps, ask, elsewhere: [] };
    }

    /** What is held of what the tests are in, and an answer left out. */
    #ancestors(scope: string | undefined, tests: readonly TestItem[]): readonly TestItem[] {
        const told = new Set<string | undefined>([scope, ...tests.map((it) => it.id)]);
        const missing: TestItem[] = [];
        for (const test of tests) {
            for (let above = test.parent; above !== undefined && !told.has(above); above = this.get(above)?.parent) {
                const item = this.get(above);
                if (item !== undefined) missing.push(item);
                told.add(above);
            }
        }
        return missing;
    }

    #insert(tests: readonly TestItem[]): Step[] {
        return tests.flatMap((test) => (test.parent === undefined || this.has(test.parent) ? this.#put(test) : []));
    }

    #put(item: TestItem): Step[] {
        const known = this.#nodes.get(item.id);
        if (known === undefined) {
            this.#nodes.set(item.id, { item, children: new Set(), complete: !item.canResolveChildren });
        } else {
            if (known.item.parent !== item.parent) this.#siblings(known.item.parent)?.delete(item.id);
            known.item = item;
        }
        this.#siblings(item.parent)?.add(item.id);
        return [{ put: item }];
    }

    #remove(id: string): Step[] {
        const node = this.#nodes.get(id);
        if (node === undefined) return [];
        this.#siblings(node.item.parent)?.delete(id);
        const forget = (it: string): void => {
            const below = this.#nodes.get(it);
            this.#nodes.delete(it);
            below?.children.forEach(forget);
        };
        forget(id);
        return [{ remove: node.item }];
    }

    /** Children of which nothing is known any longer: those that were known stay until the answer comes. */
    #doubt(id: string): string[] {
        const node = this.#nodes.get(id);
        if (node === undefined) return [];
        const looked = node.complete || node.children.size > 0;
        node.complete = false;
        return looked ? [id] : [];
    }

    #complete(scope: string | undefined): void {
        const node = scope === undefined ? undefined : this.#nodes.get(scope);
        if (node === undefined) this.#topIsComplete = true;
        else node.complete = true;
    }

    #siblings(parent: string | undefined): Set<string> | undefined {
        return parent === undefined ? this.#top : this.#nodes.get(parent)?.children;
    }
}
