import { expect, test } from 'vitest';
import { remembered, rememberedFor } from './remembered.ts';

const counted = <K>() => {
  const made: K[] = [];
  return { made, make: (of: K) => ({ number: made.push(of) }) };
};

test('a text is made once, for as long as it is among the last ones that were asked for', () => {
  const { made, make } = counted<string>();
  const read = remembered(make, 2);
  const first = read('a');
  expect([read('a') === first, read('b').number, read('a') === first, read('c').number]).toEqual([true, 2, true, 3]);
  expect([read('a') === first, read('b') === first]).toEqual([true, false]);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

test('what could not be made is tried again', () => {
  let tries = 0;
  const read = remembered((): object => {
    tries += 1;
    throw new Error(`try ${tries}`);
  }, 2);
  expect(() => read('a')).toThrow('try 1');
  expect(() => read('a')).toThrow('try 2');
});

test('an object is made something of once, and one that equals it is another', () => {
  const { made, make } = counted<object>();
  const read = rememberedFor(make);
  const one = {};
  const first = read(one);
  expect([read(one) === first, read({}) === first]).toEqual([true, false]);
  expect(made).toHaveLength(2);
});
