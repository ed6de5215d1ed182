import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { market } from '../testkit/market.ts';
import { type Stack, startStack } from '../testkit/stack.ts';

let directory: string;
let stack: Stack;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'revisions-'));
  await writeFile(join(directory, 'open.graphql'), 'query Open { items { name } }');
  stack = await startStack({
    subgraphs: market(),
    env: { TRUSTED_DOCUMENTS_DIRECTORY: directory, TRUSTED_DOCUMENTS: 'allow' },
  });
});
afterAll(async () => {
  await stack.stop();
  await rm(directory, { recursive: true });
});

const take = (supergraph: string) => stack.gateway.revisions.take(supergraph, { name: 'registry' });
const untagged = () => stack.supergraph.replaceAll(/ @tag\(name: "\w+"\)/g, '');
const asked = async (query: string, role?: string) => {
  const headers: Record<string, string> = role
    ? { authorization: `Bearer ${await stack.issuer.sign({ sub: 'somebody', role })}` }
    : {};
  const { data, errors } = await stack.ask(query, { headers });
  return data ? 'shown' : errors?.[0]?.extensions.code;
};
const vault = (role?: string) => asked('{ secretVault { secretContent } }', role);

test('a supergraph that lost the tags of audiences never follows one that had them', async () => {
  expect((await take(untagged())).refusal).toMatch(/^it has no tag of an audience/);
  expect(await vault()).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('a change of tags holds with the revision that it comes with', async () => {
  expect([await vault('portal'), await vault('platform')]).toEqual(['shown', 'GRAPHQL_VALIDATION_FAILED']);
  const moved = stack.supergraph.replace(
    /(secretVault: SecretVault.*?)@tag\(name: "portal"\)/,
    '$1@tag(name: "platform")',
  );
  expect((await take(moved)).refusal).toBeUndefined();
  expect([await vault('portal'), await vault('platform')]).toEqual(['GRAPHQL_VALIDATION_FAILED', 'shown']);
  expect((await take(stack.supergraph)).refusal).toBeUndefined();
});

test('a supergraph that takes what a document asks from one audience only never goes live', async () => {
  const narrower = stack.supergraph.replace(/(\n {2}name: String.*?)@tag\(name: "platform"\)/, '$1');
  expect(narrower).not.toBe(stack.supergraph);
  expect((await take(narrower)).refusal).toMatch(/open.graphql: Cannot query field "name"/);
});

test('a supergraph of which an audience would be shown no query never goes live', async () => {
  const without = stack.supergraph.replace(/\ntype Query.*?\n}/s, (query) =>
    query.replaceAll(' @tag(name: "payment")', ''),
  );
  expect((await take(without)).refusal).toContain(
    'what payment is shown is no schema: Query root type must be provided.',
  );
});

test('an audience that a supergraph names nowhere is shown what everyone is', async () => {
  const older = stack.supergraph.replaceAll(' @tag(name: "bank")', '');
  expect((await take(older)).refusal).toBeUndefined();
  expect([await vault('bank'), await asked('{ items { name } }', 'bank')]).toEqual([
    'GRAPHQL_VALIDATION_FAILED',
    'shown',
  ]);
  expect((await take(stack.supergraph)).refusal).toBeUndefined();
});

test('the first supergraph with tags follows one without, whatever its documents', async () => {
  const other = await startStack({ subgraphs: market(), change: (sdl) => sdl.replaceAll(/ @tag\(name: "\w+"\)/g, '') });
  expect((await other.ask('{ secretVault { secretContent } }')).data).toBeDefined();
  expect((await other.gateway.revisions.take(stack.supergraph, { name: 'registry' })).refusal).toBeUndefined();
  expect((await other.ask('{ secretVault { secretContent } }')).data).toBeUndefined();
  await other.stop();
});
