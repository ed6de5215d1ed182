import { expect, test } from 'vitest';
import { DESCRIPTION, INSTITUTION, readCourseFile } from '../../tests/testkit/course-file.ts';

const nd = (number: number, change: object = {}) => ({
  reference: `R-${number}`,
  institution: INSTITUTION,
  title: `Kelas ${number}`,
  description: DESCRIPTION,
  mode: 'ONLINE',
  price: 1_000_000,
  priceOutside: 1_200_000,
  syllabus: [{ title: 'Pengantar', hours: 6 }],
  outcomes: [{ skill: 'welding', level: 'BASIC' }],
  ...change,
});
const lines = (...objects: unknown[]) => `${objects.map((each) => JSON.stringify(each)).join('\n')}\n`;
const bothLines = ['1 R-1 Kelas 1 1000000', '2 R-2 Kelas 2 1000000'];

test.each<[string, string, readonly string[]]>([
  ['an object a line', lines(nd(1), nd(2)), bothLines],
  [
    'line ends of Windows and empty lines',
    `${lines(nd(1)).trim()}\r\n\r\n${lines(nd(2))}`,
    ['1 R-1 Kelas 1 1000000', '3 R-2 Kelas 2 1000000'],
  ],
  ['a whole array, one object a line', `[${JSON.stringify(nd(1))},\n${JSON.stringify(nd(2))}]`, bothLines],
  [
    'an array with its brackets alone',
    `[\n${JSON.stringify(nd(1))},\n${JSON.stringify(nd(2))}\n]\n`,
    ['2 R-1 Kelas 1 1000000', '3 R-2 Kelas 2 1000000'],
  ],
  [
    'texts where objects would do',
    lines(nd(1, { syllabus: 'Pengantar|6', outcomes: 'welding', price: 'Rp 1.000.000' })),
    ['1 R-1 Kelas 1 1000000'],
  ],
  ['Indonesian names', lines({ ...nd(1), title: undefined, Judul: 'Kelas Las' }), ['1 R-1 Kelas Las 1000000']],
  [
    'a line that is cut off',
    `${lines(nd(1))}${JSON.stringify(nd(2)).slice(0, 50)}`,
    ['1 R-1 Kelas 1 1000000', '2 JSON_UNREADABLE'],
  ],
  ['a line that is a number', `${lines(nd(1))}5\n`, ['1 R-1 Kelas 1 1000000', '2 JSON_UNREADABLE']],
  [
    'half a surrogate pair',
    `${JSON.stringify(nd(1, { title: 'Kelas' })).replace('"Kelas"', '"Kelas \\ud800"')}\n`,
    ['1 TEXT_MALFORMED title'],
  ],
  ['a prototype', `${JSON.stringify(nd(1)).replace('{', '{"__proto__":{"price":1},')}\n`, ['1 R-1 Kelas 1 1000000']],
  [
    'nested nonsense',
    lines(nd(1, { syllabus: [null, 5, { title: {}, hours: [] }] })),
    ['1 SYLLABUS_UNREADABLE syllabus[0]', '1 SYLLABUS_UNREADABLE syllabus[1]', '1 SYLLABUS_UNREADABLE syllabus[2]'],
  ],
])('JSON: %s', async (_, content, expected) => {
  expect(await readCourseFile(content)).toEqual(expected);
});
