import { readFileSync } from 'node:fs';
import { RecordReader } from '../../import/records.ts';
import type { PlantedFault } from './fixture.ts';

/** What differs between the planted faults and a reject file: nothing, when each is there with its line, code and path. */
export interface Difference {
  missing: string[];
  unplanted: string[];
}

const nameOf = ({ line, code, path }: Omit<PlantedFault, 'kind'>) => `${line} ${code} ${path}`;

const rowsOf = (file: string): string[] => {
  const [first = '', ...lines] = readFileSync(file, 'utf8')
    .replace(/^\ufeff/, '')
    .split('\r\n');
  const delimiter = first.includes(';') ? ';' : ',';
  const reader = new RecordReader(delimiter);
  const rows = [
    ...lines.flatMap((text, index) =>
      text.split('\n').flatMap((part) => reader.push({ number: index, text: part, isCut: false })),
    ),
    ...reader.end(),
  ];
  return rows
    .filter(({ cells }) => cells.length > 1)
    .map(({ cells }) => {
      const [line, code, path] = cells.slice(-4);
      return nameOf({ line: Number(line), code: String(code), path: String(path) });
    });
};

/** Compares a reject file with the faults that were planted. */
export const differenceOf = (file: string, planted: readonly PlantedFault[]): Difference => {
  const found = rowsOf(file);
  const expected = planted.map(nameOf);
  const known = new Set(found);
  const wanted = new Set(expected);
  return {
    missing: expected.filter((name) => !known.has(name)),
    unplanted: found.filter((name) => !wanted.has(name)),
  };
};
