import { expect, test } from 'vitest';
import { anonymousOperation, FatalOperations } from './fatal-operations.ts';

const operation =
  'query Mine($nik: String = "3171") { me: person(nik: $nik, size: 3) { name(in: EN) other(nik: "3171") } }';

test('of an operation nothing is kept that its client chose freely', () => {
  const kept = anonymousOperation(operation);
  expect(kept).not.toMatch(/Mine|nik\b.*nik\b.*nik\b.*nik|3171|me:|EN/);
  expect(kept.replaceAll(/\s+/g, ' ')).toBe(
    'query ($v0: String) { person(nik: $v0, size: 1) { name(in: 2) other(nik: 3) } }',
  );
});

test.each([
  ['another name, alias or value', operation.replace('Mine', 'Yours').replace('me:', 'you:').replace('3)', '4)'), true],
  ['another field', operation.replace('name', 'title'), false],
  ['two values that are the same', operation.replace('size: 3', 'size: EN'), false],
])('an operation with %s is told from it or not', (_, other, isSame) => {
  const fatal = new FatalOperations();
  fatal.add('graph', operation, 'SIGABRT');
  expect(fatal.reasonFor('graph', other) !== undefined).toBe(isSame);
  expect(fatal.reasonFor('graph 2', other)).toBeUndefined();
});

test('no more than a thousand are kept', () => {
  const fatal = new FatalOperations();
  for (let number = 0; number <= 1000; number++) fatal.add(`${number}`, '{ a }', 'SIGABRT');
  expect([fatal.reasonFor('0', '{ a }'), fatal.reasonFor('1', '{ a }')]).toEqual([undefined, expect.any(String)]);
});
