import { createHmac, randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { openJobs } from '../../../tests/testkit/jobs.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import type { Caller } from '../../kit/caller.ts';
import { Pseudonyms } from './pseudonyms.ts';

const { database, ask, clock } = await openJobs([]);
const { pool } = database;

const [portalA, portalB] = [idOf(900), idOf(901)];
const portal = (org: string | null, ...scopes: string[]): Caller => ({
  id: 'a-client',
  org,
  can: (scope) => scopes.includes(scope),
});
const asA = portal(portalA, 'alumni:search');
const asB = portal(portalB, 'alumni:search');

interface Person {
  number: number;
  skills?: string[];
  to?: string | null;
  purpose?: string;
  region?: string;
  days?: number;
  isWithdrawn?: boolean;
}

let consents = 0;
const consent = (person: Person) => {
  const { number, to = null, purpose = 'JOB_MATCHING', region = '32.73', days = 30, isWithdrawn = false } = person;
  consents += 1;
  const values = [idOf(5_000 + consents), idOf(number), to, purpose, region, days, isWithdrawn];
  return pool.query(
    `insert into consent values ($1, $2, $3, $4, $5, now() + make_interval(days => $6), case when $7 then now() end)`,
    values,
  );
};
const profile = ({ number, skills = ['welding'] }: Person) =>
  pool.query('insert into skill_profile values ($1, $2, now())', [idOf(number), skills]);

const people: Person[] = [
  { number: 1, skills: ['cashiering', 'welding'] },
  { number: 2, to: portalA },
  { number: 3, to: portalB },
  { number: 4, isWithdrawn: true },
  { number: 5, days: -1 },
  { number: 6, purpose: 'STATISTICS' },
  { number: 7, skills: ['barista-work'] },
  { number: 8, region: '31.71' },
];

beforeAll(async () => {
  for (const person of people) {
    await profile(person);
    await consent(person);
  }
  // Without a consent, and without a profile.
  await profile({ number: 9 });
  await consent({ number: 10 });
  // Both a consent for the portal and one for all: still one person.
  await consent({ number: 2 });
});

const FIND = `query ($skills: [ID!]!, $region: ID, $first: Int!, $after: String) {
  alumniBySkill(skills: $skills, region: $region, first: $first, after: $after) {
    nodes { pseudonym matchingSkills { code } region { code } } pageInfo { hasNextPage endCursor } } }`;

interface AlumniPage {
  nodes: { pseudonym: string; matchingSkills: { code: string }[]; region: { code: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const search = (caller: Caller, variables: object = {}) =>
  ask<{ alumniBySkill: AlumniPage } | null>(caller, FIND, {
    skills: ['welding', 'cashiering'],
    first: 50,
    ...variables,
  });
const found = async (caller: Caller, variables: object = {}) => {
  const { data, errors } = await search(caller, variables);
  expect(errors).toEqual([]);
  return (data as { alumniBySkill: AlumniPage }).alumniBySkill;
};

test('a portal sees who consented to it or to all for this purpose, and of them the skills asked for and the region', async () => {
  const shown = (await found(asA)).nodes.map(({ matchingSkills, region }) => [
    matchingSkills.map(({ code }) => code).join(),
    region.code,
  ]);
  expect(shown[0]).toEqual(['cashiering,welding', '32.73']);
  expect(shown.slice(1).toSorted()).toEqual([
    ['welding', '31.71'],
    ['welding', '32.73'],
  ]);
  // Person 3 instead of nobody, person 2 by the consent for all.
  expect((await found(asB)).nodes).toHaveLength(4);
});

test.each([
  [{ region: '32' }, 2],
  [{ region: '3273' }, 2],
  [{ region: '31.71' }, 1],
  [{ region: '99.99' }, 0],
  [{ skills: ['cashiering'] }, 1],
  [{ skills: ['no-such-skill'] }, 0],
  [{ skills: ['barista-work', 'barista-work'] }, 1],
])('%o finds %i', async (variables, count) => {
  expect((await found(asA, variables)).nodes).toHaveLength(count);
});

test('who does not consent and who does not exist look the same, to the letter', async () => {
  await pool.query(`insert into skill_profile values ($1, '{only-the-shy}', now())`, [idOf(11)]);
  const [shy, none] = await Promise.all([
    search(asA, { skills: ['only-the-shy'] }),
    search(asA, { skills: ['no-such-skill'] }),
  ]);
  expect(shy).toEqual(none);
});

test('one person is another pseudonym for each portal, the same one each time, and never the id', async () => {
  const [a, again, b] = [await found(asA), await found(asA), await found(asB)];
  const of = ({ nodes }: AlumniPage) => nodes.map(({ pseudonym }) => pseudonym);
  expect(of(again)).toEqual(of(a));
  expect(of(a).filter((pseudonym) => of(b).includes(pseudonym))).toEqual([]);
  const told = Buffer.from(
    JSON.stringify([a, b]) + [a, b].map(({ pageInfo }) => Buffer.from(pageInfo.endCursor ?? '', 'base64url')).join(),
  );
  for (const { number } of people) {
    expect(told.includes(idOf(number))).toBe(false);
    expect(told.includes(idOf(number).replaceAll('-', ''))).toBe(false);
  }
});

test('the pseudonym is HMAC-SHA256 under a key of the portal', async () => {
  const key = randomBytes(32);
  const { inner, outer } = new Pseudonyms(key.toString('base64url')).padsOf(portalA);
  const bytes = Buffer.from(idOf(1).replaceAll('-', ''), 'hex');
  const { rows } = await pool.query('select sha256($1::bytea || sha256($2::bytea || uuid_send($3))) as mac', [
    ...[outer, inner],
    idOf(1),
  ]);
  const portalKey = createHmac('sha256', key).update(`alumni\0${portalA}`).digest();
  expect(rows[0].mac).toEqual(createHmac('sha256', portalKey).update(bytes).digest());
});

test('pages of two by the statement show everyone once, in the order of the portal', async () => {
  const numbers = Array.from({ length: 25 }, (_, at) => 200 + at);
  for (const number of numbers) {
    await profile({ number, skills: number % 3 ? ['plumbing'] : ['plumbing', 'tiling'] });
    await consent({ number });
  }
  const walk = async (caller: Caller, first: number) => {
    const nodes: AlumniPage['nodes'] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data, statements } = await search(caller, { skills: ['plumbing', 'tiling'], first, after });
      expect(statements).toBe(1);
      const page = (data as { alumniBySkill: AlumniPage }).alumniBySkill;
      nodes.push(...page.nodes);
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    return nodes;
  };
  const all = await walk(asA, 2);
  expect(all).toEqual((await found(asA, { skills: ['plumbing', 'tiling'] })).nodes);
  expect(new Set(all.map(({ pseudonym }) => pseudonym)).size).toBe(25);
  const matches = all.map(({ matchingSkills }) => matchingSkills.length);
  expect(matches).toEqual(matches.toSorted((one, other) => other - one));
});

test('at expiry a person is gone at once, without any event', async () => {
  await profile({ number: 300, skills: ['roofing'] });
  await consent({ number: 300, days: 400 });
  const count = async () => (await found(asA, { skills: ['roofing'] })).nodes.length;
  clock.advance(400 * 86_400_000 - 60_000);
  expect(await count()).toBe(1);
  clock.advance(60_000);
  expect(await count()).toBe(0);
});

test.each([
  ['SKILLS_OUT_OF_RANGE', { skills: [] }],
  ['SKILLS_OUT_OF_RANGE', { skills: Array.from({ length: 21 }, (_, at) => `skill-${at}`) }],
  ['SKILL_CODE_MALFORMED', { skills: [`'; drop`] }],
  ['REGION_CODE_MALFORMED', { region: 'Bandung' }],
  ['PAGE_SIZE_OUT_OF_RANGE', { first: 0 }],
  ['PAGE_SIZE_OUT_OF_RANGE', { first: 51 }],
  ['CURSOR_MALFORMED', { after: Buffer.from(JSON.stringify([1, idOf(1)])).toString('base64url') }],
])('illegal input is refused as %s: %o', async (code, variables) => {
  expect((await search(asA, variables)).codes).toEqual([code]);
});

test.each([
  ['FORBIDDEN', portal(portalA)],
  ['FORBIDDEN', portal(portalA, 'self', 'participant:read', 'ledger:read')],
  ['FORBIDDEN', portal(null, 'alumni:search')],
  ['FORBIDDEN', portal('portal-a', 'alumni:search')],
  ['UNAUTHENTICATED', { id: null, org: null, can: () => false }],
])('nobody but a portal may ask: %s', async (code, caller) => {
  expect((await search(caller)).codes).toEqual([code]);
});
