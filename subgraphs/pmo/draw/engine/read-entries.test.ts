import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { LIST_BYTES } from './entry-list.ts';
import { sortedList } from './hashing.ts';
import { ReadEntries } from './read-entries.ts';

test('regions are counted and numbered in the order of their codes, whichever is met first', async () => {
  const read = new ReadEntries(new SharedArrayBuffer(20 * LIST_BYTES));
  const arriving = [['32.76', '11.01'], [], ['32', '11', '9', '11.01'], ['32.76', '32.73', '00.00']] as const;
  const codeOf = new Map<string, string>();
  for (const codes of arriving) {
    const entries = randomBytes(16 * codes.length);
    for (const [at, code] of codes.entries()) codeOf.set(entries.toString('hex', at * 16, at * 16 + 16), code);
    read.add(entries, Buffer.from(codes.join()));
  }
  const { regions, numbers } = read.regions();
  expect(regions.map(({ code, eligible }) => `${code} ${eligible}`)).toEqual([
    ...['00.00 1', '11 1', '11.01 2', '32 1', '32.73 1', '32.76 2', '9 1'],
  ]);
  const list = await sortedList(read.list, numbers);
  expect(list.count).toBe(codeOf.size);
  for (let at = 0; at < list.count; at += 1) {
    const entry = Buffer.from(list.entries.subarray(at * 16, at * 16 + 16)).toString('hex');
    expect(regions[list.regions[at] as number]?.code).toBe(codeOf.get(entry));
  }
});

test.each(['3A.01', '11.011', '', '11 01'])('an entry in the region "%s" is found', (code) => {
  const read = new ReadEntries(new SharedArrayBuffer(10 * LIST_BYTES));
  read.add(randomBytes(48), Buffer.from(`32.73,${code},11.01`));
  expect(() => read.regions()).toThrow(`an entry is in the region ${code}, which is no code`);
});
