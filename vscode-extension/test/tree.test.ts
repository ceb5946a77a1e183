import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestTree } from '../src/model/tree';
import { drawn, item, items, told } from './scenario';

const WORKSPACE = `
m+
  m/a.*+
    m/a.ATest+
      m/a.ATest#one()
      m/a.ATest#many(int)+
    m/a.BTest+
`;

function workspace(): TestTree {
    const tree = new TestTree();
    tree.answered(undefined, items(WORKSPACE));
    return tree;
}

test('an answer is drawn as it was told', () => {
    assert.equal(drawn(workspace()), `m
  m/a.*
    m/a.ATest
      m/a.ATest#one()
      m/a.ATest#many(int)
    m/a.BTest
`);
});

test('what an answer does not tell any longer is gone with all below it', () => {
    const tree = workspace();
    const change = tree.answered('m/a.*', items('m/a.BTest+', 'm/a.*'));
    assert.equal(told(change), 'remove m/a.ATest\nput m/a.BTest');
    assert.equal(tree.has('m/a.ATest#one()'), false);
});

test('an answer about what has gone meanwhile changes nothing', () => {
    const tree = workspace();
    assert.equal(told(tree.answered('m/z.*', items('m/z.ZTest', 'm/z.*'))), '');
    assert.equal(tree.has('m/z.ZTest'), false);
});

test('an answer of fewer levels leaves what is known of deeper ones', () => {
    const tree = workspace();
    tree.answered(undefined, items('m+'));
    assert.equal(tree.has('m/a.ATest#one()'), true);
});

test('what an answer names as the parent of something is there, told or not', () => {
    const tree = workspace();
    const many = 'm/a.ATest#many(int)';
    tree.changed({ revision: 1, changes: [{ change: 'insert', scope: many, tests: items(`${many}/[1]\n  ${many}/[1][1]`, many) }] });
    tree.answered(many, [item(`${many}/[1][1]`, `${many}/[1]`)]);
    assert.deepEqual(tree.children(`${many}/[1]`), [`${many}/[1][1]`]);
});

test('a document adds to the tree and hides nothing', () => {
    const tree = new TestTree();
    tree.answered(undefined, items('m+'));
    tree.answeredInDocument(items('m+\n  m/a.*+\n    m/a.ATest+\n      m/a.ATest#one()'));
    assert.equal(drawn(tree), 'm\n  m/a.*\n    m/a.ATest\n      m/a.ATest#one()\n');
    assert.deepEqual(tree.incomplete(), ['m']);
});

test('replace leaves nothing else below its scope, and asks again about what was looked into', () => {
    const tree = workspace();
    tree.changed({ revision: 1, changes: [{ change: 'insert', scope: 'm/a.ATest#many(int)', tests: [item('m/a.ATest#many(int)/[1]', 'm/a.ATest#many(int)')] }] });
    const change = tree.changed({ revision: 2, changes: [{ change: 'replace', scope: 'm/a.ATest', tests: items('m/a.ATest#two()\nm/a.ATest#many(int)+', 'm/a.ATest') }] });
    assert.equal(told(change), 'remove m/a.ATest#one()\nput m/a.ATest#two()\nput m/a.ATest#many(int)\nask m/a.ATest#many(int)');
    assert.equal(tree.has('m/a.ATest#many(int)/[1]'), true, 'until the answer comes');
    tree.answered('m/a.ATest#many(int)', []);
    assert.equal(tree.has('m/a.ATest#many(int)/[1]'), false);
});

test('replace asks about nothing that nobody has looked into', () => {
    const tree = workspace();
    assert.equal(told(tree.changed({ revision: 2, changes: [{ change: 'replace', scope: 'm', tests: items('m/a.*+\nm/b.*+', 'm') }] })),
        'put m/a.*\nput m/b.*\nask m/a.*');
});

test('insert replaces what has the id and leaves what is below it', () => {
    const tree = workspace();
    const change = tree.changed({ revision: 2, changes: [{ change: 'insert', scope: 'm/a.*', tests: [{ ...item('m/a.ATest+', 'm/a.*'), label: 'another one' }] }] });
    assert.equal(told(change), 'put m/a.ATest');
    assert.equal(tree.get('m/a.ATest')?.label, 'another one');
    assert.equal(tree.has('m/a.ATest#one()'), true);
});

test('delete takes the scope with all below it', () => {
    const tree = workspace();
    assert.equal(told(tree.changed({ revision: 2, changes: [{ change: 'delete', scope: 'm/a.*' }] })), 'remove m/a.*');
    assert.equal(drawn(tree), 'm\n');
});

test('a change of what is not held tells only of its documents', () => {
    const tree = new TestTree();
    tree.answered(undefined, items('m+'));
    const change = tree.changed({ revision: 2, changes: [{ change: 'insert', scope: 'm/a.*', tests: items('m/a.CTest', 'm/a.*') }, { change: 'delete', scope: 'm/b.*' }] });
    assert.equal(told(change), 'elsewhere file:///w/m/a.CTest.java');
});

test('news that an answer has told already change nothing', () => {
    const tree = workspace();
    const before = drawn(tree);
    tree.changed({ revision: 1, changes: [{ change: 'insert', scope: 'm', tests: items('m/a.*+', 'm') }] });
    assert.equal(drawn(tree), before);
});

test('incomplete is what has to be asked so that all tests are held, but for invocations', () => {
    const tree = workspace();
    assert.deepEqual(tree.incomplete(), ['m/a.BTest']);
    tree.answered('m/a.BTest', []);
    assert.deepEqual(tree.incomplete(), []);
    assert.deepEqual(new TestTree().incomplete(), [undefined]);
});

test('what was looked into is asked about anew from the outside to the inside', () => {
    assert.deepEqual(workspace().lookedInto(), [undefined, 'm', 'm/a.*', 'm/a.ATest', 'm/a.ATest#one()']);
});

test('methods below', () => {
    assert.deepEqual(workspace().methodsBelow('m'), ['m/a.ATest#one()', 'm/a.ATest#many(int)']);
    assert.deepEqual(workspace().methodsBelow('m/a.ATest#one()'), ['m/a.ATest#one()']);
    assert.deepEqual(workspace().methodsBelow('m/no'), []);
});
