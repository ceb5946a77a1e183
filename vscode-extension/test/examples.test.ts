import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { initializeResult, news, questions } from '../src/protocol/messages';
import type { Of } from '../src/protocol/shape';

const EXAMPLES = '../protocol-spec/examples';

interface Message {
    readonly id?: number | string | null;
    readonly method?: string;
    readonly params?: unknown;
    readonly result?: unknown;
    readonly error?: { readonly code: number };
}

/** What is LSP's own the language client decodes; what is of command lines an editor leaves to terminals. */
const ours = (method: string): boolean => method.startsWith('tls/') && !method.startsWith('tls/exec');

const exchanges = readdirSync(EXAMPLES).filter((it) => it.endsWith('.json'))
    .map((name) => ({ name, content: JSON.parse(readFileSync(`${EXAMPLES}/${name}`, 'utf8')) as { exchange?: { client?: Message; server?: Message }[] } }))
    .filter(({ content }) => content.exchange !== undefined);

test('there are examples of all that an editor hears and asks', () => {
    const methods = new Set(exchanges.flatMap(({ content }) => (content.exchange ?? []).map((it) => (it.client ?? it.server)?.method)));
    assert.deepEqual([...Object.keys(news), ...Object.keys(questions)].filter((it) => !methods.has(it)), []);
});

for (const { name, content } of exchanges) {
    test(`${name} is decoded, and nothing is left over`, () => {
        const asked = new Map<number | string, { method: string; params: unknown }>();
        for (const { client, server } of content.exchange ?? []) {
            if (client?.method !== undefined && client.id !== undefined && client.id !== null) asked.set(client.id, { method: client.method, params: client.params });
            if (server?.method !== undefined) {
                if (ours(server.method)) same(shapeOf(news, server.method)(server.params, server.method), server.params);
            } else if (server?.id !== undefined && server.id !== null && server.error === undefined) {
                const question = asked.get(server.id);
                assert(question !== undefined, `an answer to nothing: ${server.id}`);
                answered(question.method, question.params, server.result);
            }
        }
    });
}

function answered(method: string, params: unknown, result: unknown): void {
    if (method === 'initialize') {
        same(initializeResult(result, method).capabilities.experimental.tls, (result as Of<typeof initializeResult>).capabilities.experimental.tls);
    } else if (ours(method)) {
        const question = shapeOf(questions, method);
        same(question.params(params, method), params);
        same(question.result(result, method), result);
    }
}

function shapeOf<T>(table: Readonly<Record<string, T>>, method: string): T {
    const shape = table[method];
    assert(shape !== undefined, `unknown: ${method}`);
    return shape;
}

function same(decoded: unknown, wire: unknown): void {
    assert.deepEqual(decoded ?? null, wire ?? null);
}
