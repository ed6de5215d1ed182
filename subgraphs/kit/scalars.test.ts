import { type ConstValueNode, type GraphQLError, Kind } from 'graphql';
import { expect, test } from 'vitest';
import { DateScalar, DateTime, Rupiah } from './scalars.ts';

test('rupiah are bigint inside and a JSON integer outside', () => {
  expect(Rupiah.parseValue(672_497_800_000)).toBe(672_497_800_000n);
  expect(Rupiah.serialize(672_497_800_000n)).toBe(672_497_800_000);
});

test.each([1.5, '100', null, Number.NaN, 2 ** 53])('%s is no amount of rupiah', (value) => {
  expect(() => Rupiah.parseValue(value)).toThrow('Rupiah must be a whole number');
});

test('a literal must be an integer too', () => {
  expect(Rupiah.parseLiteral({ kind: Kind.INT, value: '600000' })).toBe(600_000n);
  expect(() => Rupiah.parseLiteral({ kind: Kind.STRING, value: '600000' })).toThrow('Rupiah must be a whole number');
});

test('an amount beyond the range of a JSON integer is never sent rounded', () => {
  expect(() => Rupiah.serialize(2n ** 60n)).toThrow('range');
});

test('a day that the calendar lacks is refused', () => {
  expect(DateScalar.parseValue('2024-02-29')).toBe('2024-02-29');
  expect(() => DateScalar.parseValue('2023-02-29')).toThrow();
});

test('a moment keeps its offset in mind', () => {
  expect(DateTime.parseValue('2026-11-21T09:00:00+07:00')).toEqual(new Date('2026-11-21T02:00:00Z'));
  expect(() => DateTime.parseValue('yesterday')).toThrow();
});

test.each([
  [DateScalar, '2023-02-30'],
  [DateScalar, '0000-01-01'],
  [DateScalar, 20_230_203],
  [DateTime, '2026-11-21'],
  [DateTime, '0001-01-01T00:00:00+07:00'],
  [DateTime, 1_700_000_000],
])('a wrong value is bad input in the same words as a variable and as a literal: %s %s', (scalar, value) => {
  const node = typeof value === 'string' ? { kind: Kind.STRING, value } : { kind: Kind.INT, value: String(value) };
  const errorOf = (parse: () => unknown) => {
    try {
      return parse();
    } catch (error) {
      const { message, extensions } = error as GraphQLError;
      return { message, ...extensions };
    }
  };
  const expected = { message: expect.stringMatching(`^${scalar.name} must be `), code: 'BAD_USER_INPUT' };
  expect(errorOf(() => scalar.parseValue(value))).toEqual(expected);
  expect(errorOf(() => scalar.parseLiteral(node as ConstValueNode))).toEqual(errorOf(() => scalar.parseValue(value)));
});
