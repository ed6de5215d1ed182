import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newDirectory } from '../../tests/testkit/directory.ts';
import type { PlantedFault } from '../bench/import/fixture.ts';
import { writeCsv, writeNdjson, writeXlsx } from '../bench/import/write-catalogue.ts';
import { Columns } from './columns.ts';
import { courses as kind } from './courses/course.ts';
import { inspect } from './inspect.ts';
import { readItems } from './items.ts';
import { openSource } from './open.ts';
import { type Problem, problemOf, readingCodes } from './problem.ts';

const directory = newDirectory('planted');
const setting = { records: 2_500, faults: 100, seed: 7 };

const readAll = async (file: string) => {
  const courses: string[] = [];
  const problems: (Omit<Problem, 'message'> & { line: number })[] = [];
  const source = await openSource(await inspect(file), new Columns(kind.columns));
  for await (const item of readItems(source, kind)) {
    if ('input' in item) courses.push(item.input.reference);
    else
      for (const fault of item.faults) {
        const { code, path } = problemOf(fault, 'id');
        problems.push({ line: item.line, code, path });
      }
  }
  return { courses, problems };
};

/** Faults that a reader finds by itself; the graph finds the others. */
const ofReader = (faults: readonly PlantedFault[]) =>
  faults.filter(({ code }) => readingCodes.has(code)).map(({ line, code, path }) => ({ line, code, path }));

test.each([
  ['csv', writeCsv],
  ['ndjson', writeNdjson],
  ['xlsx', writeXlsx],
] as const)(
  'of planted faults of 25 kinds in %s exactly those are found that a reader can find',
  async (ending, write) => {
    const file = join(directory, `catalogue.${ending}`);
    const planted = await write(file, setting);
    expect(planted).toHaveLength(100);
    expect(new Set(planted.map(({ kind }) => kind)).size).toBe(25);
    const { courses, problems } = await readAll(file);
    const expected = ofReader(planted);
    expect(problems).toEqual(expected);
    expect(expected.length).toBeGreaterThan(35);
    expect(courses).toHaveLength(setting.records - expected.length);
  },
);
