import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { people } from '../testkit/people.ts';
import { planningHere } from '../testkit/planning-here.ts';
import { type Stack, startStack } from '../testkit/stack.ts';
import type { SupergraphCheck } from './candidate.ts';
import { trialFault } from './trial.ts';

const MINE = 'query Mine { me { id nickname } }';
const origin = { name: 'registry' };

let directory: string;
let stack: Stack;
let full: string;
const reasons = new Map<string, string>();
let release: () => void = () => undefined;
let trial = planningHere.trialFault;

/** Refuses what the reasons name, as the grants and suspensions of today will. */
const check: SupergraphCheck = ({ id }) => reasons.get(id);
const lacking = (supergraph: string) => supergraph.replace('nickname: String', 'alias: String');

// Revision 1 lacks the field of a document; revision 2 is whole.
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'revisions-'));
  await mkdir(join(directory, 'app'));
  await writeFile(join(directory, 'app', 'mine.graphql'), MINE);
  const { users, reviews } = people();
  const me = () =>
    new Promise((resolve) => {
      release = () => resolve({ id: '1' });
    });
  const resolvers = { ...users.resolvers, Query: { ...(users.resolvers.Query as object), me } };
  const subgraphs = { users: { ...users, resolvers }, reviews };
  stack = await startStack({
    subgraphs,
    env: { TRUSTED_DOCUMENTS: 'allow', TRUSTED_DOCUMENTS_DIRECTORY: directory },
    checks: [check],
    trialFault: (task) => trial(task),
    change: lacking,
  });
  full = stack.supergraph;
  expect((await take(full)).refusal).toBeUndefined();
});
beforeEach(async () => {
  reasons.clear();
  trial = planningHere.trialFault;
  await take(full);
});
afterAll(async () => {
  await stack.stop();
  await rm(directory, { recursive: true });
});

const take = (supergraph: string) => stack.gateway.revisions.take(supergraph, origin);
const rollback = (number: number, mayBreakDocuments = false) =>
  stack.gateway.revisions.rollback(number, { mayBreakDocuments });
const liveId = () => stack.gateway.revisions.live.id;

test('a request finishes on the revision that it began with; the next one finds the new schema', async () => {
  const page = async () => (await fetch(stack.url, { headers: { accept: 'text/html' } })).headers.get('etag');
  const first = liveId();
  const pageBefore = await page();
  const asked = stack.post({ query: '{ me { nickname } }' });
  await expect.poll(() => stack.subgraph('users').calls.length).toBe(1);
  await take(full.replace('nickname: String', 'nickname: String alias: String'));
  release();
  const answer = await asked;
  expect(answer.headers.get('x-supergraph-revision')).toBe(first);
  expect(await answer.json()).toEqual({ data: { me: { nickname: null } } });
  const next = await stack.post({ query: '{ __type(name: "User") { fields { name } } }' });
  expect(next.headers.get('x-supergraph-revision')).toBe(liveId());
  expect(await next.json()).toMatchObject({
    data: { __type: { fields: expect.arrayContaining([{ name: 'alias' }]) } },
  });
  expect(liveId()).not.toBe(first);
  expect(await page()).not.toBe(pageBefore);
});

test.each([
  ['does not parse', () => 'type Query {', 'Syntax Error'],
  ['is no schema', (sdl: string) => sdl.replace(/type Query[^}]*}/, '').replace('query: Query', ''), 'Query root type'],
  [
    'the planner refuses',
    (sdl: string) => sdl.replace(/enum join__Graph [^}]*}/, ''),
    'Failed to create query planner',
  ],
  ['the planner dies of', (sdl: string) => sdl.replaceAll('key: "id"', 'key: "nope"'), 'SIGABRT: Normalization error'],
  ['lacks a field of a document', lacking, 'app/mine.graphql: Cannot query field "nickname"'],
])('a supergraph that %s never goes live, and the reason is shown', async (name, change, reason) => {
  if (name === 'the planner dies of') trial = trialFault;
  const id = liveId();
  const { refusal } = await take(change(full));
  expect(refusal).toContain(reason);
  expect(liveId()).toBe(id);
  expect(await stack.ask('{ users { nickname } }')).toMatchObject({ data: { users: [{}, {}] } });
  const { offers, live } = await stack.gateway.revisions.state();
  expect([live, offers.find(({ source }) => source === 'registry')?.refusal]).toEqual([id, refusal]);
  const logged = stack.log.findLast(({ message }) => message === 'a supergraph was refused');
  expect(logged).toMatchObject({ level: 'error', details: { reason: refusal, live: id } });
});

test('what a check refuses never goes live, neither new nor by a rollback', async () => {
  const id = liveId();
  await take(`${full}\n# next`);
  reasons.set(id, 'the grant of portal-1 was revoked');
  const { revisions } = await stack.gateway.revisions.state();
  const number = revisions.find((each) => each.id === id)?.number ?? 0;
  for (const mayBreak of [false, true]) expect((await rollback(number, mayBreak)).refusal).toMatch(/^the grant of/);
  expect((await take(full)).refusal).toMatch(/^the grant of/);
  expect(liveId()).not.toBe(id);
  reasons.clear();
});

test('a rollback is one call, and a source that offers the same again does not undo it', async () => {
  const id = liveId();
  const offer = (label: string) => stack.gateway.revisions.offer(`${full}\n# ${label}`, { name: 'a file' });
  await offer('second');
  const { revisions } = await stack.gateway.revisions.state();
  const number = revisions.find((each) => each.id === id)?.number ?? 0;
  expect(await rollback(number)).toEqual({ id, refusal: undefined, brokenDocuments: [] });
  await offer('second');
  expect(liveId()).toBe(id);
  await offer('third');
  expect(liveId()).not.toBe(id);
  expect((await rollback(999)).refusal).toBe('there is no revision 999');
});

test('a revision that is replaced is let go, with its documents and its planner', async () => {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  await stack.ask('{ users { nickname score } }');
  const replaced = new WeakRef(stack.gateway.revisions.live);
  await take(`${full}\n# collected`);
  await expect
    .poll(() => {
      collect();
      return replaced.deref();
    })
    .toBeUndefined();
});

test('a rollback that breaks a document takes a word more', async () => {
  expect((await rollback(1)).refusal).toContain('mine.graphql: Cannot query field "nickname"');
  const bold = await rollback(1, true);
  expect(bold).toMatchObject({ refusal: undefined, brokenDocuments: [join(directory, 'app', 'mine.graphql')] });
});
