import { beforeAll, expect, test } from 'vitest';
import { addAlumni, makeNewRoster, portalOf } from '../../../tests/testkit/alumni.ts';
import { openJobs, PORTAL } from '../../../tests/testkit/jobs.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import type { Caller } from '../../kit/caller.ts';
import { prune } from '../../kit/prune.ts';
import { application } from './application.feature.ts';
import { noteInvitedCanaries } from './canary.service.ts';
import { DAILY_INVITATIONS } from './invitation.service.ts';

const { database, services, ask, clock } = await openJobs([
  { number: 11, skills: ['welding'] },
  { number: 12, skills: ['welding'] },
]);
const { pool } = database;
const OTHER = idOf(3);
await pool.query(`insert into portal (id, name) values ($1, 'Portal Kerja B')`, [OTHER]);
const asPortal = portalOf(PORTAL, 'application:manage', 'alumni:search');
const self = (id: string) => callerOf(id, 'self');

interface InvitePayload {
  invitations: { results: { pseudonym: string; isInvited: boolean }[] } | null;
  refusal: { code: string } | null;
}
let keys = 0;
const invite = async (
  pseudonyms: readonly string[],
  { vacancy = idOf(11), key = `key-${++keys}-of-this-test` } = {},
) => {
  const { data, errors } = await ask<{ done: InvitePayload }>(
    asPortal,
    `mutation { done: inviteAlumni(vacancyId: "${vacancy}", pseudonyms: ${JSON.stringify(pseudonyms)},
      message: "Silakan melamar di sini.", idempotencyKey: "${key}") {
      invitations { results { pseudonym isInvited } } refusal { code } } }`,
  );
  expect(errors).toEqual([]);
  return data.done;
};
const accepted = (pseudonyms: readonly string[]): InvitePayload => ({
  invitations: { results: pseudonyms.map((pseudonym) => ({ pseudonym, isInvited: true })) },
  refusal: null,
});

/** The sample that a search keeps: each row's pseudonym, and the person behind it; null for a canary. */
const SAMPLE = `select alumni_pseudonym(tag, ticket) as pseudonym, participant_id as person
  from alumni_search cross join unnest(numbers, tickets) as sample (number, ticket)
    left join skill_profile profile on profile.number = sample.number
  where sample.number <> 0 and portal_id = $1 and alumni_search.skills = $2`;
const search = async (skills: readonly string[]) => {
  const text = `{ alumniBySkill(skills: ${JSON.stringify(skills)}, region: "32", purpose: VACANCY, first: 1) { totalCount } }`;
  expect((await ask(asPortal, text)).errors).toEqual([]);
  const { rows } = await pool.query<{ pseudonym: string; person: string | null }>(SAMPLE, [PORTAL, skills]);
  return rows;
};

const SENT = `{ _entities(representations: [{ __typename: "Vacancy", id: "${idOf(11)}" }]) { ... on Vacancy {
  invitations(first: 100) { nodes { pseudonym status sentAt until application { id } } } } } }`;
type SentNode = { pseudonym: string; status: string; sentAt: string; until: string; application: object | null };
const sent = async (): Promise<SentNode[]> => {
  const { data } = await ask<{ _entities: { invitations: { nodes: SentNode[] } }[] }>(asPortal, SENT);
  return data._entities[0]?.invitations.nodes ?? [];
};
const received = async (caller: Caller) => {
  const { data } = await ask<{ _entities: { invitations: { nodes: { id: string }[] } }[] }>(
    caller,
    `{ _entities(representations: [{ __typename: "Participant", id: "${caller.id}" }]) { ... on Participant {
      invitations(first: 9) { nodes { id } } } } }`,
  );
  return data._entities[0]?.invitations.nodes ?? [];
};
const QUOTA = `{ _entities(representations: [{ __typename: "Portal", id: "${PORTAL}" }]) { ... on Portal {
  invitationQuota { used remaining resetsAt } } } }`;
const quota = async (caller: Caller = asPortal) =>
  (await ask<{ _entities: { invitationQuota: object | null }[] }>(caller, QUOTA)).data._entities[0]?.invitationQuota;

beforeAll(async () => {
  await addAlumni(pool, { first: 1_000, count: 300, skills: ['tiling', 'welding'] });
  await addAlumni(pool, { first: 1_000, count: 300, skills: [], purpose: 'INVITATION' });
  await makeNewRoster(pool, clock.now());
});

test('a canary, a person and one who has taken the consent back are invited alike, and lapse alike', async () => {
  const rows = await search(['welding']);
  const canary = rows.find(({ person }) => person === null)?.pseudonym ?? '';
  const [one, gone] = rows.filter(({ person }) => person !== null);
  await pool.query('update consent set withdrawn_at = now() where participant_id = $1', [gone?.person]);
  const asked = [canary, one?.pseudonym ?? '', gone?.pseudonym ?? ''];
  const unknown = 'f'.repeat(32);
  const { invitations } = await invite([...asked, unknown]);
  expect(invitations?.results).toEqual([
    ...asked.map((pseudonym) => ({ pseudonym, isInvited: true })),
    { pseudonym: unknown, isInvited: false },
  ]);
  const shape = ({ pseudonym: _, ...rest }: SentNode) => rest;
  const listed = (await sent()).filter(({ pseudonym }) => asked.includes(pseudonym));
  expect(listed.map(shape)).toEqual(Array.from({ length: 3 }, () => shape(listed[0] as SentNode)));
  expect(await received(self(one?.person ?? ''))).toHaveLength(1);
  expect(await received(self(gone?.person ?? ''))).toEqual([]);
  clock.advance(15 * 86_400_000);
  expect(new Set((await sent()).map(({ status }) => status))).toEqual(new Set(['LAPSED']));
  clock.advance(-15 * 86_400_000);
});

test('inviting a canary raises the alarm once, beside the call', async () => {
  const alarms = `select caller_org as org from audit_pending where mutation = 'alumniCanariesInvited'
    union all select caller_org from audit_entry where mutation = 'alumniCanariesInvited'`;
  expect((await pool.query(alarms)).rows).toEqual([]);
  await noteInvitedCanaries(services);
  await noteInvitedCanaries(services);
  expect((await pool.query(alarms)).rows).toEqual([{ org: PORTAL }]);
  const canaries = (await search(['welding'])).filter(({ person }) => person === null);
  await invite([canaries[1]?.pseudonym ?? '']);
  await noteInvitedCanaries(services);
  expect((await pool.query(alarms)).rows).toEqual([{ org: PORTAL }, { org: PORTAL }]);
});

test('a person is invited to a vacancy once, under whatever pseudonym, and the portal does not learn that two are one', async () => {
  const byOne = await search(['welding']);
  const byBoth = await search(['tiling', 'welding']);
  const twice = byOne.filter(({ person }) => person && byBoth.some((other) => other.person === person)).slice(5, 7);
  const pseudonymOf = (rows: typeof byOne, person: string | null | undefined) =>
    rows.find((row) => row.person === person)?.pseudonym ?? '';
  const [first, second] = twice.map(({ person }) => person ?? '');
  const pair = [pseudonymOf(byOne, first), pseudonymOf(byBoth, first)];
  expect(await invite(pair)).toEqual(accepted(pair));
  expect(await received(self(first ?? ''))).toHaveLength(1);
  // In two calls, and in two at once.
  const a = pseudonymOf(byOne, second);
  const b = pseudonymOf(byBoth, second);
  expect(await Promise.all([invite([a]), invite([b])])).toEqual([accepted([a]), accepted([b])]);
  expect(await invite([a])).toEqual(accepted([a]));
  const [invitation, ...more] = await received(self(second ?? ''));
  expect(more).toEqual([]);
  const statuses = async () =>
    (await sent()).filter(({ pseudonym }) => [a, b].includes(pseudonym)).map(({ status }) => status);
  expect(await statuses()).toEqual(['SENT', 'SENT']);
  const answer = `mutation { done: answerInvitation(id: "${invitation?.id}", accept: true) { refusal { code } } }`;
  expect((await ask(self(second ?? ''), answer)).data).toEqual({ done: { refusal: null } });
  expect((await statuses()).toSorted()).toEqual(['ACCEPTED', 'SENT']);
  // To another vacancy they may be invited as well.
  await invite([b], { vacancy: idOf(12) });
  expect(await received(self(second ?? ''))).toHaveLength(2);
});

test('who is erased leaves nothing, and the portal does not learn who it was', async () => {
  const [row] = (await search(['welding'])).filter(({ person }) => person).slice(20, 21);
  await invite([row?.pseudonym ?? '']);
  const before = await sent();
  await pool.query('insert into erased_participant (participant_id) values ($1)', [row?.person]);
  for (const { statement } of application.erasure) await pool.query(statement, [[row?.person]]);
  expect((await pool.query('select from invitation where participant_id = $1', [row?.person])).rowCount).toBe(0);
  expect(await sent()).toEqual(before);
  for (const { sql } of application.invariants) expect((await pool.query(sql)).rows).toEqual([]);
});

test('a portal sends so many a day, each pseudonym counting once for a call, and no more by calling at once', async () => {
  const day = 86_400_000;
  clock.advance(day);
  const names = Array.from({ length: DAILY_INVITATIONS }, (_, index) => index.toString(16).padStart(32, '0'));
  const parts = Array.from({ length: 5 }, (_, index) => names.slice(index * 50, index * 50 + 50)).filter(
    ({ length }) => length > 0,
  );
  const key = 'a-key-that-is-repeated';
  const calls = [...parts.slice(0, 3).map((part) => invite(part)), invite(names.slice(150, 190), { key })];
  expect((await Promise.all(calls)).map(({ refusal }) => refusal)).toEqual([null, null, null, null]);
  await invite(names.slice(150, 190), { key });
  expect(await quota()).toMatchObject({ used: 190, remaining: 10 });
  const both = await Promise.all([invite(names.slice(0, 10)), invite(names.slice(10, 20))]);
  expect(both.map(({ refusal }) => refusal?.code ?? null).toSorted()).toEqual(['INVITATION_QUOTA_REACHED', null]);
  expect(await quota()).toEqual({ used: 200, remaining: 0, resetsAt: expect.stringMatching(/T17:00:00.000Z$/) });
  expect((await invite(['0'.repeat(32)])).refusal?.code).toBe('INVITATION_QUOTA_REACHED');
  expect(await quota(portalOf(OTHER, 'application:manage'))).toBeNull();
  clock.advance(day);
  expect((await invite(['0'.repeat(32)])).refusal).toBeNull();
  clock.advance(-2 * day);
});

test('what was sent is counted for a week', async () => {
  const now = () => new Date(clock.now().getTime() + 20 * 86_400_000);
  expect((await prune({ database, now })).invitation_quota).toBeGreaterThan(0);
});
