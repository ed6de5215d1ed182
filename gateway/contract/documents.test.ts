import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { market } from '../testkit/market.ts';
import { type Stack, startStack } from '../testkit/stack.ts';

const SECRET = 'query Secret { secretItems { id } }';
const OPEN = 'query Open { items { id } }';
const UNKNOWN = 'query Qqqqqq { qqqqqqItems { id } }';
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (text: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text) } } });

let directory: string;
let required: Stack;
let allowed: Stack;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'documents-'));
  await writeFile(join(directory, 'secret.graphql'), SECRET);
  await writeFile(join(directory, 'open.graphql'), OPEN);
  const env = { TRUSTED_DOCUMENTS_DIRECTORY: directory };
  required = await startStack({ subgraphs: market(), env: { ...env, TRUSTED_DOCUMENTS: 'require' } });
  allowed = await startStack({ subgraphs: market(), env: { ...env, TRUSTED_DOCUMENTS: 'allow' } });
});
afterAll(async () => {
  await required.stop();
  await allowed.stop();
  await rm(directory, { recursive: true });
});

const answerTo = async (on: Stack, body: object, role: string) => {
  const authorization = `Bearer ${await on.issuer.sign({ sub: `a-${role}`, role })}`;
  const response = await on.post(body, { authorization });
  return `${response.status} ${await response.text()}`;
};

/** Every way to name the registered document, and the same of one that nobody registered. */
const references: [string, object, object][] = [
  ['its id', { documentId: 'secret' }, { documentId: 'qqqqqq' }],
  ['its id and its text', { documentId: 'secret', query: SECRET }, { documentId: 'qqqqqq', query: UNKNOWN }],
  ['its id and another text', { documentId: 'secret', query: OPEN }, { documentId: 'qqqqqq', query: OPEN }],
  ['its hash', { documentId: hashOf(SECRET) }, { documentId: hashOf(UNKNOWN) }],
  ['a persisted query', persisted(SECRET), persisted(UNKNOWN)],
  [
    'a persisted query with its text',
    { query: SECRET, ...persisted(SECRET) },
    { query: UNKNOWN, ...persisted(UNKNOWN) },
  ],
  ['its text', { query: SECRET }, { query: UNKNOWN }],
];

const asUnknown = (text: string) =>
  text.replaceAll('secretItems', 'qqqqqqItems').replaceAll(/ Did you mean [^?]*\?/g, '');

test.each(references)(
  'a registered document of another audience, named by %s, is as unknown as one that is none',
  async (_, known, unknown) => {
    for (const stack of [required, allowed])
      for (const role of ['participant', 'platform'])
        expect(asUnknown(await answerTo(stack, known, role))).toBe(await answerTo(stack, unknown, role));
    expect(await answerTo(required, { documentId: 'open' }, 'participant')).toMatch(/^200 .*"id":"1"/);
  },
);

test('the audience that is shown what it asks is answered', async () => {
  for (const body of [{ documentId: 'secret' }, { documentId: hashOf(SECRET) }, persisted(SECRET), { query: SECRET }])
    expect(await answerTo(required, body, 'portal')).toBe('200 {"data":{"secretItems":[{"id":"1"}]}}');
});

test('a query that one audience had persisted is not found by another, which may persist it itself', async () => {
  const mine = 'query Mine { items { name } }';
  const notFound = /PERSISTED_QUERY_NOT_FOUND/;
  expect(await answerTo(allowed, { query: mine, ...persisted(mine) }, 'portal')).toMatch(/"one"/);
  expect(await answerTo(allowed, persisted(mine), 'portal')).toMatch(/"one"/);
  expect(await answerTo(allowed, persisted(mine), 'participant')).toMatch(notFound);
  expect(await answerTo(allowed, { query: mine, ...persisted(mine) }, 'participant')).toMatch(/"one"/);
  expect(await answerTo(allowed, persisted(mine), 'participant')).toMatch(/"one"/);
});
