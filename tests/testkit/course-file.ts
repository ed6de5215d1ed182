import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Columns } from '../../scripts/import/columns.ts';
import { courses } from '../../scripts/import/courses/course.ts';
import { inspect } from '../../scripts/import/inspect.ts';
import { readItems } from '../../scripts/import/items.ts';
import { openSource } from '../../scripts/import/open.ts';
import { problemOf } from '../../scripts/import/problem.ts';
import { newDirectory } from './directory.ts';

const directory = newDirectory('oddities');
let files = 0;

/** Reads a file; each course as `line reference title price`, or as `line CODE path`. */
export const readCourseFile = async (content: string | Buffer, map: readonly string[] = []): Promise<string[]> => {
  files += 1;
  const file = join(directory, `file-${files}`);
  writeFileSync(file, content);
  const source = await openSource(await inspect(file), new Columns(courses.columns, map));
  const found: string[] = [];
  for await (const item of readItems(source, courses)) {
    if ('input' in item) {
      const { reference, title, price } = item.input;
      found.push(`${item.line} ${reference} ${title} ${price}`);
    } else
      found.push(
        ...item.faults
          .map((fault) => problemOf(fault, 'en'))
          .map(({ code, path }) => `${item.line} ${code} ${path}`.trim()),
      );
  }
  return found;
};

export const NAMES = [
  'reference',
  'institution',
  'title',
  'description',
  'mode',
  'price',
  'priceOutside',
  'syllabus',
  'skills',
];
export const INSTITUTION = '018d0000-0000-7000-8000-000000000102';
export const DESCRIPTION = 'Belajar dari dasar sampai mahir.';

export const cellsOf = (number: number, change: Record<string, string> = {}): string[] => {
  const course: Record<string, string> = {
    reference: `R-${number}`,
    institution: INSTITUTION,
    title: `Kelas ${number}`,
    description: DESCRIPTION,
    mode: 'ONLINE',
    price: '1000000',
    priceOutside: '1200000',
    syllabus: 'Pengantar|2;Praktik|4',
    skills: 'welding:BASIC',
    ...change,
  };
  return NAMES.map((name) => course[name] ?? '');
};

interface Style {
  delimiter?: string;
  end?: string;
  header?: readonly string[];
}

const quoted = (cell: string, delimiter: string) =>
  cell.includes(delimiter) || /["\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

export const csv = (
  rows: readonly (readonly string[])[],
  { delimiter = ',', end = '\n', header = NAMES }: Style = {},
) => [header, ...rows].map((row) => row.map((cell) => quoted(cell, delimiter)).join(delimiter)).join(end) + end;

export const both = ['2 R-1 Kelas 1 1000000', '3 R-2 Kelas 2 1000000'];

/** Headers of `NAMES` in Indonesian. */
export const INDONESIAN = [
  'Kode',
  'ID Lembaga',
  'Judul',
  'Deskripsi',
  'Metode',
  'Harga (Rp)',
  'Harga Luar (Rp)',
  'Silabus',
  'Keterampilan',
];
