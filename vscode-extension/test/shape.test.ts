import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Misshapen, closed, flag, list, map, number, object, open, text } from '../src/protocol/shape';

const shape = object({ id: text, kind: open('a'), many: list(number) }, { on: flag, in: closed('x', 'y'), env: map(text) });

test('unknown members are left out, null is absent, unknown words of open enums pass', () => {
    assert.deepEqual(shape({ id: 'i', kind: 'new word', many: [1, 2.5], on: null, later: {} }, 'it'), { id: 'i', kind: 'new word', many: [1, 2.5] });
});

for (const [value, said] of [
    [{}, 'it.id: a text, please, and not nothing'],
    [{ id: 1, kind: 'a', many: [] }, 'it.id: a text, please, and not 1'],
    [{ id: '', kind: 'a', many: [1, '2'] }, 'it.many[1]: a number, please, and not "2"'],
    [{ id: '', kind: 'a', many: {} }, 'it.many: a list, please, and not {}'],
    [{ id: '', kind: 'a', many: [], in: 'z' }, 'it.in: x or y, please, and not "z"'],
    [{ id: '', kind: 'a', many: [], env: { A: 1 } }, 'it.env.A: a text, please, and not 1'],
    [[], 'it: an object, please, and not []'],
    [null, 'it: an object, please, and not null'],
] as const) {
    test(said, () => assert.throws(() => shape(value, 'it'), new Misshapen(said)));
}
