import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Fault } from './fault.ts';

const sourceFolders = ['gateway', 'subgraphs', 'scripts'];
const testFolders = [...sourceFolders, 'tests'];
const left = new Set(['node_modules', 'testkit']);

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return left.has(entry.name) ? [] : filesIn(path);
    return /\.(ts|mjs)$/.test(entry.name) ? [path] : [];
  });

const isTest = (path: string) => path.endsWith('.test.ts');

const sources = sourceFolders
  .flatMap(filesIn)
  .filter((path) => !isTest(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

const tests = testFolders.flatMap(filesIn).filter(isTest);

/** The file that a fault changes. @throws Error unless its text stands in exactly one place of the sources */
export const sourceOf = ({ id, find }: Fault): { path: string; text: string } => {
  const places = sources.flatMap((source) => Array.from({ length: source.text.split(find).length - 1 }, () => source));
  const [only] = places;
  if (only && places.length === 1) return only;
  const where = places.map(({ path }) => path).join(', ') || 'no file';
  throw new Error(`${id}: its text must stand in one place, and stands in ${where}: ${find}`);
};

/**
 * Paths of the tests that should catch a fault: by name and folder or, where no such folder has one any more, by name.
 * @throws Error for an unknown name
 */
export const testsOf = ({ id, tests: names }: Fault): string[] =>
  names.flatMap((name) => {
    const paths = tests.filter((path) => basename(path) === basename(name));
    if (paths.length === 0) throw new Error(`${id}: there is no test file ${basename(name)}`);
    const inFolder = paths.filter((path) => path.endsWith(name));
    return inFolder.length > 0 ? inFolder : paths;
  });
