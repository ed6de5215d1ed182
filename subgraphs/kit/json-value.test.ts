import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBroken, storable } from './broken-text.ts';
import { findFault } from './json-value.ts';

const most = { depth: 3, values: 10, characters: 20 };

test.each<[string, object, object | undefined]>([
  ['small JSON', { a: [1, 'x', null, true], b: { c: {} } }, undefined],
  ['depth', { a: [{ b: [] }] }, { what: 'depth', path: ['a', 0, 'b'] }],
  ['values', [0, [1, 2], Array(8)], { what: 'values', path: [2] }],
  ['characters of strings', { a: ['x'.repeat(10), 'x'.repeat(10)] }, { what: 'characters', path: ['a', 1] }],
  ['broken text', { a: ['ok', { b: 'a\0' }] }, { what: 'text', path: ['a', 1, 'b'] }],
  ['a reserved key', JSON.parse('{"a":{"__proto__":1}}'), { what: 'key', path: ['a', '__proto__'] }],
  ['a number without an end', [[1], -Infinity], { what: 'number', path: [1] }],
])('%s: the first fault and its path', (_, value, fault) => {
  expect(findFault(value, most)).toEqual(fault);
});

test('a list of a million is refused without being walked', () => {
  const list = new Proxy(Array(1_000_000), {
    get: (target, key) => (key === '0' ? expect.fail() : Reflect.get(target, key)),
  });
  expect(findFault({ list }, most)).toEqual({ what: 'values', path: ['list'] });
});

test('a million levels take no stack', () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect(findFault(deep, { depth: 1e6, values: 1e6, characters: 0 })).toBeUndefined();
});

test('any text is broken, or survives UTF-8 and has no U+0000', () => {
  const unit = fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0xd83f, 0xdffe, 0xfffe, 0xfdd0));
  const text = fc.array(unit, { maxLength: 6 }).map((units) => String.fromCharCode(...units));
  const nonCharacter = /\p{Noncharacter_Code_Point}/u;
  fc.assert(
    fc.property(text, (any) => {
      const survives = Buffer.from(any).toString() === any && !any.includes('\0') && !nonCharacter.test(any);
      expect(isBroken(any)).toBe(!survives);
      expect(isBroken(storable(any))).toBe(false);
      if (survives) expect(storable(any)).toBe(any);
    }),
  );
});
