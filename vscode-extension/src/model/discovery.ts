/** Questions about the tree of tests, put so that each answer is of one state of the workspace. */

import { type Ask, ErrorCode, type Params, type TestItem } from '../protocol/messages';
import type { Feed } from './feed';
import type { Change, TestTree } from './tree';

/** More than any tree has levels; a server tells as many as it likes. */
const ALL_LEVELS = 64;
/** A workspace that changes all the time has to be asked again, but not for ever. */
const MOST_TRIES = 5;
/** Questions one by one, beyond which one for all is better. */
const MANY = 20;

export class Discovery {
    readonly #tree: TestTree;
    readonly #feed: Feed;
    readonly #ask: Ask;
    readonly #show: (change: Change) => void;

    constructor(tree: TestTree, feed: Feed, ask: Ask, show: (change: Change) => void) {
        this.#tree = tree;
        this.#feed = feed;
        this.#ask = ask;
        this.#show = show;
    }

    /** What is directly below a scope, or the workspace. */
    async below(scope: string | undefined, depth = 1): Promise<void> {
        await this.#feed.question(async () => {
            const tests = await this.#pages({ ...(scope === undefined ? {} : { scope }), depth });
            this.#show(this.#tree.answered(scope, tests));
        });
    }

    async inDocument(uri: string): Promise<void> {
        await this.#feed.question(async () => this.#show(this.#tree.answeredInDocument(await this.#pages({ textDocument: { uri } }))));
    }

    /**
     * Invocations of all methods that are held, and what came of them: only runs tell of them, and where those were not heard, the server
     * does below the method, and nowhere else.
     */
    async invocations(): Promise<void> {
        for (const method of this.#tree.methods()) if (this.#canResolve(method)) await this.below(method);
    }

    /** All tests below a scope, but for invocations, which only runs can tell. */
    async everything(scope?: string): Promise<void> {
        const asked = new Set<string | undefined>();
        for (;;) {
            const next = this.#tree.incomplete(scope).filter((it) => !asked.has(it));
            if (next.length === 0) return;
            for (const it of next) {
                asked.add(it);
                await this.below(it, ALL_LEVELS);
            }
        }
    }

    /** All that was ever looked into is asked about anew, but for invocations; where that is very much, in one question. */
    async again(): Promise<void> {
        const scopes = this.#tree.lookedInto().filter((it) => it !== undefined && this.#canResolve(it) && this.#tree.get(it)?.kind !== 'method');
        const many = scopes.length > MANY;
        await this.below(undefined, many ? ALL_LEVELS : 1);
        for (const scope of many ? [] : scopes) {
            if (scope !== undefined && this.#canResolve(scope)) await this.below(scope);
        }
    }

    #canResolve(scope: string): boolean {
        return this.#tree.get(scope)?.canResolveChildren === true;
    }

    async #pages(params: Params<'tls/discover'>): Promise<readonly TestItem[]> {
        for (let tries = 1; ; tries++) {
            try {
                const tests: TestItem[] = [];
                let cursor: string | undefined;
                do {
                    const answer = await this.#ask('tls/discover', { ...params, ...(cursor === undefined ? {} : { cursor }) });
                    tests.push(...answer.tests);
                    cursor = answer.cursor;
                } while (cursor !== undefined);
                return tests;
            } catch (e) {
                if (!isContentModified(e) || tries === MOST_TRIES) throw e;
            }
        }
    }
}

function isContentModified(e: unknown): boolean {
    return typeof e === 'object' && e !== null && 'code' in e && e.code === ErrorCode.contentModified;
}
