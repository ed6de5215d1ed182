import { expect, test } from 'vitest';
import { contextTag, DerFields, der, derInteger, derOid, integerOf, oidOf, partsOf, readDer, tags } from './der.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

test('what is written is read back', () => {
  for (const value of [0n, 1n, 127n, 128n, 255n, 256n, 2n ** 127n, 2n ** 128n - 1n])
    expect(integerOf(readDer(derInteger(value)))).toBe(value);
  for (const oid of [
    '1.2.840.113549.1.7.2',
    '2.5.29.37',
    '2.999.3161',
    '0.9.2342.19200300.100.1.1',
    '1.3.6.1.5.5.7.3.8',
  ])
    expect(oidOf(readDer(derOid(oid)))).toBe(oid);
  for (const length of [0, 127, 128, 255, 256, 70_000])
    expect(readDer(der(tags.octetString, Buffer.alloc(length, 7))).body).toHaveLength(length);
  expect(derOid('1.2.840.113549.1.1.11')).toEqual(hex('06 09 2a 86 48 86 f7 0d 01 01 0b'));
});

test('negative integers are read as X.690 has them', () => {
  expect(integerOf(readDer(hex('02 01 ff')))).toBe(-1n);
  expect(integerOf(readDer(hex('02 02 ff 7f')))).toBe(-129n);
});

test.each([
  ['nothing', ''],
  ['a tag alone', '30'],
  ['a body that is cut off', '04 03 01 02'],
  ['a length that is cut off', '04 82 01'],
  ['an indefinite length', '30 80 00 00'],
  ['a length of five bytes', '04 85 00 00 00 00 01 07'],
  ['a length longer than it need be', '04 81 01 07'],
  ['a length that begins with 0', '04 82 00 81'],
  ['a tag of two bytes', '1f 81 01 00'],
  ['something behind the end', '05 00 00'],
])('%s is refused', (_, text) => {
  expect(() => readDer(hex(text))).toThrow(/DER/);
});

test('integers and identifiers that are written in another way are refused', () => {
  for (const text of ['02 00', '02 02 00 7f', '02 02 ff 80']) expect(() => integerOf(readDer(hex(text)))).toThrow();
  for (const text of ['06 00', '06 02 2a 86', '04 01 2a']) expect(() => oidOf(readDer(hex(text)))).toThrow();
});

test('fields are taken in their order, and none is left or made up', () => {
  const value = readDer(der(tags.sequence, derInteger(1n), der(contextTag(0), der(tags.null))));
  const fields = new DerFields(value);
  expect(integerOf(fields.take(tags.integer))).toBe(1n);
  expect(fields.optional(tags.boolean)).toBeNull();
  expect(() => fields.end()).toThrow('too many');
  expect(partsOf(fields.take(contextTag(0)).body)).toHaveLength(1);
  fields.end();
  expect(() => fields.take(tags.null)).toThrow();
  expect(() => new DerFields(value, tags.set)).toThrow('tag 48 where 49');
});
