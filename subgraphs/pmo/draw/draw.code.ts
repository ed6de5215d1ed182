import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const subgraph = new URL('../', import.meta.url);

/** The procedure with its engine, and the quotas. */
const folders = ['draw', 'quota'];

const isSource = (path: string) => /\.[jt]s$/.test(path) && !/\.(test|d)\.[jt]s$/.test(path);

const sourcesOf = (folder: string): string[] =>
  readdirSync(new URL(`${folder}/`, subgraph), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter(isSource);

/**
 * Returns the hash of the code that draws, as it runs: for each file of these folders and the folders in them, tests
 * left out, in the order of the paths, a line with the file's SHA-256 and its path, as `sha256sum` prints them. Whoever
 * has the same release can compare it, in subgraphs/pmo:
 * `find draw quota -name '*.ts' ! -name '*.test.ts' | LC_ALL=C sort | xargs sha256sum | sha256sum`
 */
export const codeHash = (): Buffer => {
  const paths = folders.flatMap(sourcesOf).sort();
  const lines = paths.map((path) => `${hash('sha256', readFileSync(new URL(path, subgraph)))}  ${path}\n`);
  return hash('sha256', lines.join(''), 'buffer');
};
