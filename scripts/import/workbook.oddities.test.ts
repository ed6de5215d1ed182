import { expect, test } from 'vitest';
import { both, cellsOf, INDONESIAN, NAMES, readCourseFile } from '../../tests/testkit/course-file.ts';
import { type Sheets, type WorkbookOptions, workbookOf, workbookParts } from '../bench/import/workbook.ts';
import { zipOf } from '../bench/import/zip.ts';

const sheet = (...rows: Sheets[string][number][]) => ({ Katalog: [NAMES, ...rows] });
const numbers = (number: number): Sheets[string][number] =>
  cellsOf(number).map((cell, index) => (index === 5 || index === 6 ? Number(cell) : cell));

test.each<[string, Sheets, readonly string[], WorkbookOptions?]>([
  ['numbers as numbers', sheet(numbers(1), numbers(2)), both],
  ['texts in their cells', sheet(numbers(1), numbers(2)), both, { isInline: true }],
  ['elements with a prefix', sheet(numbers(1), numbers(2)), both, { prefix: 'x' }],
  [
    'a title and an empty row above the header',
    { Katalog: [['Katalog 2026'], [], NAMES, numbers(1)] },
    ['4 R-1 Kelas 1 1000000'],
  ],
  [
    'another sheet before',
    { Petunjuk: [['Isi lembar kedua']], Katalog: [NAMES, numbers(1)] },
    ['2 R-1 Kelas 1 1000000'],
  ],
  [
    'a hidden sheet before',
    { 'hidden lama': [NAMES, numbers(9)], Katalog: [NAMES, numbers(1)] },
    ['2 R-1 Kelas 1 1000000'],
  ],
  ['a reference that is a number', sheet([1001, ...numbers(1).slice(1)]), ['2 1001 Kelas 1 1000000']],
  [
    'a reference that became a date',
    sheet([{ value: 46_347, style: 1 }, ...numbers(1).slice(1)]),
    ['2 2026-11-21 Kelas 1 1000000'],
    { formats: ['dd/mm/yyyy'] },
  ],
  [
    'a date of the Macintosh',
    sheet([{ value: 44_885, style: 1 }, ...numbers(1).slice(1)]),
    ['2 2026-11-21 Kelas 1 1000000'],
    { formats: ['yyyy-mm-dd'], is1904: true },
  ],
  [
    'a price in the format of a currency',
    sheet([...numbers(1).slice(0, 5), { value: 1_000_000, style: 1 }, ...numbers(1).slice(6)]),
    ['2 R-1 Kelas 1 1000000'],
    { formats: ['"Rp"#,##0.00;[Red]-"Rp"#,##0.00'] },
  ],
  [
    'a price that was rounded',
    sheet([...numbers(1).slice(0, 5), 999_999.9999999999, ...numbers(1).slice(6)]),
    ['2 R-1 Kelas 1 1000000'],
  ],
  [
    'an error in a cell',
    sheet([...numbers(1).slice(0, 5), { error: '#N/A' }, ...numbers(1).slice(6)]),
    ['2 TEXT_IS_CELL_ERROR price'],
  ],
  [
    'empty rows and columns at the end',
    sheet([...numbers(1), '', null, ' '], [], [null, '']),
    ['2 R-1 Kelas 1 1000000'],
  ],
  ['notes beside the table', sheet([...numbers(1), null, 'catatan']), ['2 R-1 Kelas 1 1000000']],
  [
    'a header of two rows with merged cells',
    {
      Katalog: [
        [...INDONESIAN.slice(0, 5), 'Harga', null, 'Silabus', 'Skill'],
        [null, null, null, null, null, 'Prakerja', 'Luar'],
        numbers(1),
      ],
    },
    ['3 R-1 Kelas 1 1000000'],
  ],
  [
    'signs that XML cannot hold',
    sheet([...numbers(1).slice(0, 2), 'Kelas\u0000 1', ...numbers(1).slice(3)]),
    ['2 TEXT_MALFORMED title'],
  ],
])('workbook: %s', async (...[, sheets, expected, options]) => {
  expect(await readCourseFile(workbookOf(sheets, options))).toEqual(expected);
});

const good = sheet(numbers(1));
const swelling = (text: string, bytes: number) => Buffer.from(text.padEnd(bytes, ' '));
const withSheet = (xml: Buffer) =>
  zipOf(workbookParts(good).map((part) => (part.name.endsWith('sheet1.xml') ? { ...part, data: xml } : part)));
const billion = `<!DOCTYPE a [<!ENTITY a "aaaa">${'b'.repeat(9)}<!ENTITY b "&a;&a;">]><worksheet><sheetData>&b;</sheetData></worksheet>`;

test.each<[string, Buffer, RegExp]>([
  ['entities that name each other', withSheet(Buffer.from(billion)), /no spreadsheet writes/],
  ['elements in elements without end', withSheet(Buffer.from('<a>'.repeat(100_000))), /no spreadsheet writes/],
  [
    'a text without end',
    withSheet(Buffer.from(`<worksheet><a b="${'x'.repeat(5_000_000)}"/></worksheet>`)),
    /no spreadsheet writes/,
  ],
  [
    'a part of spaces that swells',
    withSheet(swelling('<worksheet>', 64 * 1024 * 1024)),
    /swells|no spreadsheet writes/,
  ],
  ['XML that ends in the middle', withSheet(Buffer.from('<worksheet><sheetData><row')), /damaged/],
  ['no workbook in the archive', zipOf([{ name: 'readme.txt', data: Buffer.from('a') }]), /no part|no sheet/],
  ['an archive that is cut off', workbookOf(good).subarray(0, 700), /damaged/],
  [
    'thousands of parts',
    zipOf(Array.from({ length: 2_100 }, (_, index) => ({ name: `${index}`, data: Buffer.from('a') }))),
    /swells/,
  ],
  ['an old workbook', Buffer.from('d0cf11e0a1b11ae100', 'hex'), /old \.xls/],
  ['a web page', Buffer.from('<html><table><tr><td>Judul</td></tr></table>'), /web page/],
  ['an empty file', Buffer.alloc(0), /empty/],
  ['no header', Buffer.from('a,b\n1,2\n'), /names the columns/],
  ['a header without prices', Buffer.from('Kode,Judul,Deskripsi\nA,B,C\n'), /no column for institution, mode, price/],
])('a hostile or wrong file is refused within bounds: %s', async (_, content, message) => {
  const before = process.memoryUsage().rss;
  await expect(readCourseFile(content)).rejects.toThrow(message);
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
});

test('a column that --map names and the file has not', async () => {
  await expect(readCourseFile(workbookOf(good), ['Nama=title'])).rejects.toThrow(/column that is not there: nama/);
  await expect(readCourseFile(workbookOf(good), ['Nama=name of it'])).rejects.toThrow(/theirs=ours/);
});
