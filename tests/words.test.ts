import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const sources = globSync('{gateway,subgraphs,schema,scripts,tests}/**/*.{ts,js,mjs}').filter(
  (file) => !file.includes('node_modules') && file !== join('tests', 'words.test.ts'),
);

interface Violation {
  file: string;
  line: number;
  words: string;
}

const docComment = /\/\*\*\s[\s\S]*?\*\//g;
const commentStart = /^(?:Those|Whose|Where|(?:After|By|For|From|In|Until|With) (?:what|which|who|whom|when))\b/;
const sentenceStart = /(?:^|[.!?]\s+)((?:Of|That|Whom)\b[^.!?]*)/g;

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** Returns the words of a doc comment that a reader stumbles over: a sentence without its noun or verb. */
const riddlesOf = (comment: string): string[] => {
  const words = comment
    .slice(3, -2)
    .replace(/\s*\n\s*\*?\s*/g, ' ')
    .trim();
  const sentences = [...words.matchAll(sentenceStart)].map(([, sentence = '']) => sentence);
  return commentStart.test(words) ? [words, ...sentences] : sentences;
};

const riddlesIn = (file: string, text: string): Violation[] =>
  [...text.matchAll(docComment)].flatMap(({ 0: comment, index }) =>
    riddlesOf(comment).map((words) => ({ file, line: lineOf(text, index), words })),
  );

const declaration = /^ {0,4}(?:export )?(?:declare )?(?:abstract )?(?:interface|type|class) ([A-Z]\w*)/gm;
/** Names of one word that are a participle or an adjective; `Setting` and `Finding` are nouns. */
const participle =
  /^(?!Setting$|Finding$|Pending$|Posting$|Sibling$|Wording$)(?:[A-Z][a-z]+(?:ed|ing)|Held|Taken|Found|Sent|Done|Known|Given|Shown|Kept|Bad|Wrong|Ready|Mine|Sufficient|Read)$/;

const participlesIn = (file: string, text: string): Violation[] =>
  [...text.matchAll(declaration)]
    .filter(([, name = '']) => participle.test(name))
    .map(({ 0: words, index }) => ({ file, line: lineOf(text, index), words: words.trim() }));

const violationsIn = (find: (file: string, text: string) => Violation[]): string[] =>
  sources
    .flatMap((file) => find(file, readFileSync(file, 'utf8')))
    .map(({ file, line, words }) => `${file}:${line}: ${words}`);

test('a sentence of a doc comment has its noun or its verb', () => {
  expect(violationsIn(riddlesIn)).toEqual([]);
});

test('a type is named by a noun', () => {
  expect(violationsIn(participlesIn)).toEqual([]);
});

test.each([
  ['/** Of a participant. */', 'Of a participant'],
  ['/**\n * Ids of the participants.\n * That is a sentence.\n */', 'That is a sentence'],
  ['/** A person. Whom the officer suspended. */', 'Whom the officer suspended'],
  ['/** Whose tokens are refused. */', 'Whose tokens are refused.'],
  ['/** Where a value lies. */', 'Where a value lies.'],
  ['/** Those that are filled. */', 'Those that are filled.'],
  ['/** By which a consent has expired. */', 'By which a consent has expired.'],
])('a planted comment is found: %s', (comment, words) => {
  expect(riddlesIn('planted.ts', `const a = 1;\n${comment}\nconst b = 2;`)).toEqual([
    { file: 'planted.ts', line: 2, words },
  ]);
});

test.each([
  '/** Ids of the participants. Where none is known, the list is empty. */',
  '/** Offices of the programme, that of Jakarta first. */',
  '/* Of a comment that documents nothing. */',
  "glob('gateway/**/*.ts'); // Of\nglob('**/*.md');",
])('a comment with its noun passes: %s', (comment) => {
  expect(riddlesIn('planted.ts', comment)).toEqual([]);
});

test('a planted participle is found, and a noun passes', () => {
  const text = 'export interface Counted {}\ntype Setting = string;\nclass PaidItem {}\n  type Held = number;';
  expect(participlesIn('planted.ts', text).map(({ line, words }) => `${line}: ${words}`)).toEqual([
    '1: export interface Counted',
    '4: type Held',
  ]);
});
