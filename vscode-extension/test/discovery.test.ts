import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Discovery } from '../src/model/discovery';
import { Feed } from '../src/model/feed';
import { TestTree } from '../src/model/tree';
import type { Ask, Params, Result } from '../src/protocol/messages';
import { drawn, items } from './scenario';

type Answer = Partial<Result<'tls/discover'>> | Error;

/** A server that answers questions one after the other, and notes what it was asked. */
class Server {
    readonly asked: Params<'tls/discover'>[] = [];
    readonly tree = new TestTree();
    readonly feed = new Feed();
    readonly discovery: Discovery;

    constructor(answers: Answer[]) {
        const ask = (async (_method: string, params: Params<'tls/discover'>) => {
            this.asked.push(params);
            const answer = answers.shift();
            if (answer === undefined || answer instanceof Error) throw answer ?? new Error('asked too often');
            return { revision: 1, tests: [], ...answer };
        }) as unknown as Ask;
        this.discovery = new Discovery(this.tree, this.feed, ask, () => undefined);
    }
}

const past = Object.assign(new Error('past'), { code: -32801 });

test('pages of an answer are one answer', async () => {
    const server = new Server([{ tests: items('m+'), cursor: '1' }, { tests: items('n+') }]);
    await server.discovery.below(undefined);
    assert.equal(drawn(server.tree), 'm\nn\n');
    assert.deepEqual(server.asked, [{ depth: 1 }, { depth: 1, cursor: '1' }]);
});

test('a cursor of a state that is past begins again, and not for ever', async () => {
    const server = new Server([{ tests: items('old+'), cursor: '1' }, past, { tests: items('m+') }]);
    await server.discovery.below(undefined);
    assert.equal(drawn(server.tree), 'm\n');
    await assert.rejects(new Server([past, past, past, past, past, past]).discovery.below(undefined), past);
});

test('everything is asked for until nothing is missing, each scope once', async () => {
    const server = new Server([{ tests: items('m+') }, { tests: items('m/a.*+\n  m/a.ATest+', 'm') }, { tests: [] }]);
    await server.discovery.everything();
    assert.deepEqual(server.asked.map((it) => it.scope), [undefined, 'm', 'm/a.ATest']);
});

test('after a reconnect what was looked into is asked about, if it is still there', async () => {
    const server = new Server([{ tests: items('m+\n  m/a.*+\nn+\n  n/b.*+') }, { tests: items('m+') }, { tests: items('m/a.*+', 'm') }]);
    await server.discovery.below(undefined);
    await server.discovery.again();
    assert.deepEqual(server.asked.map((it) => it.scope), [undefined, undefined, 'm']);
    assert.equal(drawn(server.tree), 'm\n  m/a.*\n');
});

test('after a reconnect very much is asked about in one question', async () => {
    const many = [...Array(30).keys()].map((it) => `m${it}+\n  m${it}/a.*`).join('\n');
    const server = new Server([{ tests: items(many) }, { tests: items('m1+\n  m1/a.*') }]);
    await server.discovery.below(undefined);
    await server.discovery.again();
    assert.deepEqual(server.asked.at(-1), { depth: 64 });
    assert.equal(drawn(server.tree), 'm1\n  m1/a.*\n');
});

test('news that come while one is handled come after it', () => {
    const feed = new Feed();
    const seen: string[] = [];
    feed.news(() => {
        feed.news(() => seen.push('second'));
        seen.push('first');
    });
    assert.deepEqual(seen, ['first', 'second']);
});

test('news wait for the answer to an open question, and keep their order', async () => {
    const server = new Server([{ tests: items('m+') }]);
    const seen: string[] = [];
    const answer = server.discovery.below(undefined);
    server.feed.news(() => seen.push(`first ${drawn(server.tree).trim()}`));
    server.feed.news(() => seen.push('second'));
    assert.deepEqual(seen, []);
    await answer;
    assert.deepEqual(seen, ['first m', 'second']);
});

test('a question that fails lets the news go on', async () => {
    const server = new Server([new Error('no')]);
    const seen: string[] = [];
    const answer = server.discovery.below(undefined);
    server.feed.news(() => seen.push('heard'));
    await assert.rejects(answer);
    assert.deepEqual(seen, ['heard']);
});
