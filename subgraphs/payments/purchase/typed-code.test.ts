import { expect, test } from 'vitest';
import { mistypings, typings } from '../../../tests/testkit/typed-codes.ts';
import { Refusal } from '../../kit/refusal.ts';
import { readCode } from './code.service.ts';

test.each(typings)('a purchase code with %s is the code', (_name, typed) => {
  expect(readCode(typed('012345'))).toBe('012345');
});

test.each(mistypings)('%s is none', (_name, typed) => {
  expect(() => readCode(typed('012345'))).toThrow(expect.toSatisfy((error) => error instanceof Refusal));
});
