import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../scripts/graph/commands.ts';

const documents = ['*.md', 'docs/**/*.md', 'gateway/**/*.md', 'subgraphs/**/*.md'].flatMap((pattern) =>
  globSync(pattern),
);
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const sources = globSync('{gateway,subgraphs,schema,scripts,tests}/**/*.{ts,mjs}').filter(
  (file) => !file.includes('node_modules') && file !== join('tests', 'documents.test.ts'),
);
const others = ['.env.example', 'Dockerfile', 'docker-compose.yml'];

/** What a text says that does not exist, as `file: what`. */
const missing = (files: readonly string[], find: (text: string, file: string) => string[]): string[] =>
  files.flatMap((file) => find(readFileSync(file, 'utf8'), file).map((what) => `${file}: ${what}`));

const named = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);

test('a file that a document names is there', () => {
  const folders = /`((?:gateway|subgraphs|scripts|tests|schema|docs)\/[\w./-]+\.(?:ts|mjs|md|graphql))`/g;
  const link = /\]\(((?!https?:)[^)#]+)\)/g;
  const absent = missing(documents, (text, file) => [
    ...named(text, folders).filter((path) => !existsSync(path)),
    ...named(text, link).filter((path) => !existsSync(join(dirname(file), path))),
  ]);
  expect(absent).toEqual([]);
});

test('an npm script or a command that a text names is there', () => {
  const absent = missing([...documents, ...sources, ...others], (text) => [
    ...named(text, /npm run (?:-s )?([a-z](?:[\w:-]*\w)?)/g).filter((name) => !Object.hasOwn(scripts, name)),
    ...named(text, /npm run (?:-s )?graph -- ([a-z][\w-]*)/g).filter((name) => !Object.hasOwn(commands, name)),
  ]);
  expect(absent).toEqual([]);
});
