import { expect, test } from 'vitest';
import { isChosen } from './chosen-callers.ts';

const person = (index: number) => ({ caller: { isAnonymous: false, id: `person-${index}` }, address: '10.0.0.1' });
const stranger = (address: string) => ({ caller: { isAnonymous: true, id: undefined }, address });
const people = Array.from({ length: 20_000 }, (_, index) => index);
const chosenBy = (canary: { id: string; share: number }) => people.filter((index) => isChosen(person(index), canary));

test('five percent of the callers are chosen, the same ones wherever they are, and more are added to them', () => {
  const few = chosenBy({ id: 'a', share: 5 });
  expect(few.length / people.length).toBeCloseTo(0.05, 2);
  expect(isChosen({ ...person(few[0] ?? 0), address: '192.0.2.7' }, { id: 'a', share: 5 })).toBe(true);
  const more = new Set(chosenBy({ id: 'a', share: 20 }));
  expect(more.size / people.length).toBeCloseTo(0.2, 1);
  expect(few.filter((index) => !more.has(index))).toEqual([]);
});

test('another canary has other callers', () => {
  const one = new Set(chosenBy({ id: 'a', share: 10 }));
  const both = chosenBy({ id: 'b', share: 10 }).filter((index) => one.has(index));
  expect(both.length / people.length).toBeCloseTo(0.01, 2);
});

test('strangers are chosen by their network, and a person who is named as one is not that network', () => {
  const canary = { id: 'c', share: 50 };
  const networks = Array.from({ length: 200 }, (_, index) => index);
  const answers = networks.map((index) => isChosen(stranger(`2001:db8:0:${index.toString(16)}::1`), canary));
  expect(networks.map((index) => isChosen(stranger(`2001:db8:0:${index.toString(16)}:9::7`), canary))).toEqual(answers);
  expect(new Set(answers).size).toBe(2);
});
