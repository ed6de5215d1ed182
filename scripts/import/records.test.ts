import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineSplitter } from './lines.ts';
import { RecordReader } from './records.ts';

const COLUMNS = 7;
const cell = fc.stringMatching(/^[a-z",;\n ]{0,12}$/).map((text) => text.trim());
const record = fc.array(cell, { minLength: COLUMNS, maxLength: COLUMNS });
const end = fc.constantFrom('\n', '\r\n', '\r');

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const textOf = (records: readonly string[][], lineEnd: string) =>
  records.map((cells) => `${cells.map(quoted).join(',').replaceAll('\n', lineEnd)}${lineEnd}`).join('');

/** Reads a text that comes in pieces of a given length. */
const read = (text: string, length: number) => {
  const splitter = new LineSplitter();
  const reader = new RecordReader(',');
  reader.columns = COLUMNS;
  const lines = [];
  for (let from = 0; from < text.length; from += length) lines.push(...splitter.push(text.slice(from, from + length)));
  lines.push(...splitter.end());
  return [...lines.flatMap((line) => reader.push(line)), ...reader.end()];
};

/** Lines that are records by themselves, inside a cell, are told as what they look like: no such cell is made here. */
const isPlain = (cells: readonly string[]) => cells.every((text) => !/[,"]/.test(text) || !text.includes('\n'));

test('what is written by the rules of CSV is read as it was, however it is cut into pieces', () => {
  fc.assert(
    fc.property(
      fc.array(record.filter(isPlain), { maxLength: 8 }),
      end,
      fc.integer({ min: 1, max: 40 }),
      (...[records, lineEnd, length]) => {
        expect(read(textOf(records, lineEnd), length).map(({ cells }) => cells)).toEqual(records);
      },
    ),
    { numRuns: 500 },
  );
});

test('a cell that is never closed costs its own record and no other', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8})?$/), { minLength: COLUMNS, maxLength: COLUMNS });
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 10 }), fc.nat(), fc.nat(), (...[records, row, column]) => {
      const at = row % records.length;
      const place = column % COLUMNS;
      const lines = records.map((cells, index) =>
        cells.map((text, each) => (index === at && each === place ? `"${text}` : text)).join(','),
      );
      const rows = read(`${lines.join('\n')}\n`, 1_000);
      expect(rows.map(({ line, fault }) => [line, fault])).toEqual(
        records.map((_, index) => [index + 1, index === at ? 'QUOTE_BROKEN' : undefined]),
      );
      expect(rows.filter(({ fault }) => !fault).map(({ cells }) => cells)).toEqual(
        records.filter((_, index) => index !== at),
      );
    }),
    { numRuns: 500 },
  );
});
