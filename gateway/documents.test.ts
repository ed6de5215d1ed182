import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { type CheckedDocument, createDocuments } from './documents.ts';
import { readGuards } from './guard.ts';
import { readSupergraph } from './supergraph.ts';

const sdl = await readFile('schema/supergraph.graphql', 'utf8');
const supergraph = readSupergraph(sdl);
const MB = 2 ** 20;
/** Returns documents with a tenth of the gateway's cache. */
const documents = () => createDocuments(supergraph, { isProduction: false, cachedBytes: 4 * MB });

const documentOf = (from: ReturnType<typeof documents>, source: string): CheckedDocument => {
  const checked = from.check(source);
  if ('errors' in checked) throw new Error(checked.errors[0]?.text.en);
  return checked.document;
};

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;
const heap = () => {
  collect();
  return process.memoryUsage().heapUsed / MB;
};

test('a flood of small documents takes a bounded part of memory, and leaves what is used', () => {
  const from = documents();
  const used = documentOf(from, '{ skills { code } }');
  const before = heap();
  for (let index = 0; index < 1500; index++) {
    documentOf(from, `{ a${index}: skills { code } }`).operation(undefined)?.shape.fieldsOf('');
    if (index % 100 === 0) expect(documentOf(from, '{ skills { code } }')).toBe(used);
  }
  expect(heap() - before).toBeLessThan(6.4);
  expect(documentOf(from, '{ a1499: skills { code } }')).toBe(documentOf(from, '{ a1499: skills { code } }'));
});

/** Documents of a kind that are kept at once. */
const keptOf = (
  sourceOf: (index: number) => string,
  { tries, use }: { tries: number; use?: (document: CheckedDocument) => void },
) => {
  const from = documents();
  const made = Array.from({ length: tries }, (_, index) => {
    const document = documentOf(from, sourceOf(index));
    use?.(document);
    return document;
  });
  return made.filter((document, index) => {
    const again = from.check(sourceOf(index));
    return 'document' in again && again.document === document;
  }).length;
};

test('a document counts by its operations, tokens and length, and by what its fragments expand to', () => {
  const long = (index: number) => `{ skills { code } } #${index}${'x'.repeat(60_000)}`;
  expect(keptOf(long, { tries: 40 })).toBe(0);
  const spreading = (count: number) => (index: number) =>
    `query Q${index} { skills { ...A } } fragment A on Skill { ${'...B '.repeat(count)} } fragment B on Skill { ${'code name '.repeat(22)} }`;
  const plain = spreading(1);
  const expanding = spreading(40);
  expect(keptOf(plain, { tries: 10 })).toBe(10);
  expect(keptOf(expanding, { tries: 10 })).toBe(0);
});

test('an operation is prepared once, named or not, and a variant of it counts as another document', () => {
  const document = documentOf(documents(), 'query A { skills { code } }');
  expect(document.operation('A')).toBe(document.operation(undefined));
  expect(document.operation('B')).toBeUndefined();
  expect(documentOf(documents(), '{ skills { code } }').operation('A')).toBeUndefined();
  const guard = readGuards(parse(sdl)).get('Query.me');
  if (guard === undefined) throw new Error('no guard');
  const source = (index: number) =>
    `query Q${index} { skills { code } me { id } ${'skills { code name } '.repeat(100)} }`;
  const use = (each: CheckedDocument) => {
    const [step] = each.operation(undefined)?.stepsFor({}) ?? [];
    step?.documentFor({}, undefined);
    step?.documentFor({}, new Set([guard]));
  };
  expect(keptOf(source, { tries: 6 })).toBe(6);
  expect(keptOf(source, { tries: 6, use })).toBeLessThan(6);
});
