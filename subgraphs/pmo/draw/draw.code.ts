import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const folders = ['../draw/', '../quota/'];

const isSource = (name: string) => /\.[jt]s$/.test(name) && !/\.(test|d)\.[jt]s$/.test(name);

/**
 * Hash of the code that draws, as it runs: for each file of these folders in the order of their names, a line with the
 * file's SHA-256 and its name, as `sha256sum` prints them. Whoever has the same release can compare it.
 */
export const codeHash = (): Buffer => {
  const lines = folders.flatMap((folder) => {
    const directory = new URL(folder, import.meta.url);
    const names = readdirSync(directory).filter(isSource).sort();
    return names.map(
      (name) => `${hash('sha256', readFileSync(new URL(name, directory)))}  ${folder.slice(3)}${name}\n`,
    );
  });
  return hash('sha256', lines.join(''), 'buffer');
};
