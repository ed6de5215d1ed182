import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

const OURS = 'query Mine { me { id name } }';
const PORTALS = 'query All { users { id } }';
const FREE = '{ me { id } }';
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

let directory: string;
let required: Stack;
let allowed: Stack;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'documents-'));
  await mkdir(join(directory, 'portal'));
  await writeFile(join(directory, 'mine.graphql'), OURS);
  await writeFile(join(directory, 'portal', 'all.graphql'), PORTALS);
  await writeFile(join(directory, 'shared.graphql'), 'query Shared { me { id } }');
  await writeFile(join(directory, 'portal', 'shared.graphql'), 'query Shared { users { name } }');
  const env = { NODE_ENV: 'production', TRUSTED_DOCUMENTS_DIRECTORY: directory };
  required = await startStack({ subgraphs: people(), env });
  allowed = await startStack({ subgraphs: people(), env: { ...env, TRUSTED_DOCUMENTS: 'allow' } });
});
afterAll(async () => {
  await required.stop();
  await allowed.stop();
  await rm(directory, { recursive: true });
});

interface DocumentRequest {
  on?: Stack;
  azp?: string;
  scope?: string;
}

const codeOf = async (body: object, { on = required, azp = 'app', scope = '' }: DocumentRequest = {}) => {
  const authorization = `Bearer ${await on.issuer.sign({ sub: 'siti', azp, scope })}`;
  const response = await on.post(body, { authorization });
  const { data, errors } = (await response.json()) as { data?: object; errors?: { extensions: { code: string } }[] };
  return data ? 'data' : `${response.status} ${errors?.[0]?.extensions.code}`;
};

const persisted = (text: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text) } } });

test('in production a registered document is answered by its hash, in each form, and by its text', async () => {
  expect(await codeOf(persisted(OURS))).toBe('data');
  expect(await codeOf({ documentId: `sha256:${hashOf(OURS)}` })).toBe('data');
  expect(await codeOf({ documentId: hashOf(OURS).toUpperCase() })).toBe('data');
  expect(await codeOf({ query: OURS })).toBe('data');
  const byGet = await fetch(`${required.url}?documentId=${hashOf(OURS)}`);
  expect(await byGet.json()).toEqual({ data: { me: { id: '1', name: 'name 1' } } });
  const extensions = encodeURIComponent(JSON.stringify(persisted(OURS).extensions));
  expect((await fetch(`${required.url}?extensions=${extensions}`)).status).toBe(200);
});

test('in production any other document is unknown, also to those without a token', async () => {
  expect(await codeOf({ query: FREE })).toBe('400 DOCUMENT_UNKNOWN');
  expect(await codeOf({ query: `${OURS} ` })).toBe('400 DOCUMENT_UNKNOWN');
  expect(await codeOf({ documentId: hashOf(FREE) })).toBe('400 DOCUMENT_UNKNOWN');
  expect((await required.post({ query: FREE })).status).toBe(400);
});

test('a document registered for one client is unknown to another', async () => {
  expect(await codeOf(persisted(PORTALS), { azp: 'portal' })).toBe('data');
  expect(await codeOf({ documentId: hashOf(PORTALS) })).toBe('400 DOCUMENT_UNKNOWN');
  expect(await codeOf(persisted(PORTALS))).toBe('200 PERSISTED_QUERY_NOT_SUPPORTED');
  expect(await codeOf({ query: PORTALS })).toBe('400 DOCUMENT_UNKNOWN');
});

test('a registered document is answered by its id, the name of its file: to a client its own first', async () => {
  expect(await codeOf({ documentId: 'mine' })).toBe('data');
  expect(await codeOf({ documentId: 'mine', query: OURS })).toBe('data');
  expect(await codeOf({ documentId: 'mine', query: FREE })).toBe('400 BAD_USER_INPUT');
  expect(await codeOf({ documentId: 'abc' })).toBe('400 DOCUMENT_UNKNOWN');
  expect(await codeOf({ documentId: 'all' }, { azp: 'portal' })).toBe('data');
  expect(await codeOf({ documentId: 'all' })).toBe('400 DOCUMENT_UNKNOWN');
  const answers = ['app', 'portal'].map(async (azp) => {
    const authorization = `Bearer ${await required.issuer.sign({ sub: 'siti', azp })}`;
    return (await fetch(`${required.url}?documentId=shared`, { headers: { authorization } })).json();
  });
  expect(await Promise.all(answers)).toEqual([
    { data: { me: { id: '1' } } },
    { data: { users: [{ name: 'name 1' }, { name: 'name 2' }] } },
  ]);
});

test('the scope query:free lifts the list', async () => {
  expect(await codeOf({ query: FREE }, { scope: 'self query:free' })).toBe('data');
});

test('where documents are allowed, text is too', async () => {
  expect(await codeOf({ query: FREE }, { on: allowed })).toBe('data');
  expect(await codeOf(persisted(OURS), { on: allowed })).toBe('data');
  expect(await codeOf({ documentId: hashOf(FREE) }, { on: allowed })).toBe('400 DOCUMENT_UNKNOWN');
});

test('a text under another hash is refused, so that nobody can be shown another document', async () => {
  expect(await codeOf({ query: FREE, ...persisted(OURS) })).toBe('400 BAD_USER_INPUT');
  expect(await codeOf({ documentId: 'sha256:abc' })).toBe('400 BAD_USER_INPUT');
  expect(await codeOf({ documentId: 'other:mine' })).toBe('400 BAD_USER_INPUT');
  expect(await codeOf({})).toBe('400 BAD_USER_INPUT');
});

const RENAME = 'mutation { rename(id: "1", name: "x") { name } }';

test('an automatic persisted query is asked for, kept, and then known by its hash, for everyone', async () => {
  const on = allowed;
  expect(await codeOf(persisted(FREE), { on })).toBe('200 PERSISTED_QUERY_NOT_FOUND');
  const asked = await on.post(persisted(FREE), { accept: 'application/graphql-response+json' });
  expect([asked.status, ((await asked.json()) as { errors: object[] }).errors[0]]).toMatchObject([
    200,
    { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } },
  ]);
  expect(await codeOf({ query: FREE, ...persisted(FREE) }, { on })).toBe('data');
  expect(await codeOf(persisted(FREE), { on, azp: 'other' })).toBe('data');
  const extensions = encodeURIComponent(JSON.stringify(persisted(FREE).extensions));
  expect(await (await fetch(`${on.url}?extensions=${extensions}`)).json()).toEqual({ data: { me: { id: '1' } } });
  expect(await codeOf({ documentId: hashOf(FREE) }, { on })).toBe('400 DOCUMENT_UNKNOWN');
});

test('a text that is no valid document is not kept, and a mutation is not run by GET', async () => {
  const on = allowed;
  expect(await codeOf({ query: '{ nothing }', ...persisted('{ nothing }') }, { on })).toContain('VALIDATION_FAILED');
  expect(await codeOf(persisted('{ nothing }'), { on })).toBe('200 PERSISTED_QUERY_NOT_FOUND');
  expect(await codeOf({ query: RENAME, ...persisted(RENAME) }, { on })).toBe('data');
  const extensions = encodeURIComponent(JSON.stringify(persisted(RENAME).extensions));
  expect((await fetch(`${on.url}?extensions=${extensions}`)).status).toBe(405);
});

test('where trusted documents are required, automatic persisted queries are not supported', async () => {
  expect(await codeOf(persisted(FREE))).toBe('200 PERSISTED_QUERY_NOT_SUPPORTED');
  expect(await codeOf({ query: FREE, ...persisted(FREE) })).toBe('400 DOCUMENT_UNKNOWN');
  expect(await codeOf({ query: FREE, ...persisted(FREE) }, { scope: 'query:free' })).toBe('data');
  expect(await codeOf(persisted(FREE))).toBe('200 PERSISTED_QUERY_NOT_SUPPORTED');
});

test.each([
  { version: 2, sha256Hash: hashOf(OURS) },
  { sha256Hash: hashOf(OURS) },
  { version: '1', sha256Hash: hashOf(OURS) },
  { version: 1 },
  { version: 1, sha256Hash: null },
  { version: 1, sha256Hash: 'abc' },
  'hash',
  [],
])('%j is no persisted query', async (persistedQuery) => {
  expect(await codeOf({ extensions: { persistedQuery } })).toBe('400 BAD_USER_INPUT');
});

test('in development documents are sent as text, or as automatic persisted queries', async () => {
  const on = await startStack({ subgraphs: people() });
  expect(await codeOf({ query: FREE }, { on })).toBe('data');
  expect(await codeOf({ documentId: hashOf(OURS) }, { on })).toBe('400 DOCUMENT_UNKNOWN');
  expect(await codeOf({ query: OURS, documentId: hashOf(FREE) }, { on })).toBe('400 BAD_USER_INPUT');
  expect(await codeOf(persisted(OURS), { on })).toBe('200 PERSISTED_QUERY_NOT_FOUND');
  expect(await codeOf({ query: OURS, ...persisted(OURS) }, { on })).toBe('data');
  expect(await codeOf(persisted(OURS), { on })).toBe('data');
  await on.stop();
});
