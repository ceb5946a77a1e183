import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Feed } from '../src/model/feed';

test('what comes while a question is open is handled afterwards, in order, however much it is', async () => {
    const feed = new Feed();
    const handled: number[] = [];
    const many = 200_000;
    await feed.question(async () => {
        for (let i = 0; i < many; i++) feed.news(() => handled.push(i));
        assert.equal(handled.length, 0);
    });
    assert.equal(handled.length, many);
    assert.ok(handled.every((it, i) => it === i));
});

test('a handler that cannot go on is called again before all that waits', async () => {
    const feed = new Feed();
    const paper: string[] = [];
    let known = false;
    const needy = (): void => {
        if (known) {
            paper.push('b');
            return;
        }
        feed.again(needy);
        void feed.question(async () => {
            known = true;
        });
    };
    await feed.question(async () => {
        feed.news(() => paper.push('a'));
        feed.news(needy);
        feed.news(() => paper.push('c'));
    });
    await new Promise(setImmediate);
    feed.news(() => paper.push('d'));
    assert.deepEqual(paper, ['a', 'b', 'c', 'd']);
});

test('what was heard before events were lost is handled before all is asked anew', () => {
    const feed = new Feed();
    const paper: string[] = [];
    feed.news(() => {
        feed.news(() => paper.push('a result'));
        feed.news(() => {
            feed.clear();
            paper.push('synchronize');
        });
    });
    feed.news(() => paper.push('what comes next'));
    assert.deepEqual(paper, ['a result', 'synchronize', 'what comes next']);
});
