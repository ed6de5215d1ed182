import { expect, test } from 'vitest';
import { addAlumni, makeNewRoster } from '../../../tests/testkit/alumni.ts';
import { openJobs, PORTAL } from '../../../tests/testkit/jobs.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import type { Caller } from '../../kit/caller.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { placement } from '../placement/placement.feature.ts';
import { application } from './application.feature.ts';

const { database, ask, askIn, clock } = await openJobs([
  { number: 11, skills: ['welding'] },
  { number: 12, skills: ['welding'] },
  { number: 13, skills: ['welding'], status: 'CLOSED' },
  { number: 14, skills: ['welding'] },
]);
const { pool } = database;
await pool.query(`update vacancy set apply_url = 'https://portal.test/14' where id = $1`, [idOf(14)]);
const OTHER = idOf(3);
await pool.query(`insert into portal (id, name) values ($1, 'Portal Kerja B')`, [OTHER]);

const portalCaller = (org: string | null, scopes = 'application:manage alumni:search'): Caller => ({
  ...callerOf('a-client', scopes),
  org,
});
const asPortal = portalCaller(PORTAL);
const asOther = portalCaller(OTHER);
const self = (number: number) => callerOf(idOf(number), 'self');

interface Payload {
  application?: { id: string; status: string; placement?: { id: string; status: string } | null } | null;
  invitation?: { id: string; status: string; application: { id: string } | null } | null;
  invitations?: { results: { pseudonym: string; isInvited: boolean }[] } | null;
  placement?: { id: string; status: string; startsOn: string; isRetainedAt3Months: boolean | null } | null;
  refusal: { code: string; path: string[] } | null;
}
let keys = 0;
const key = () => `key-${String(++keys).padStart(8, '0')}`;
const call = async (caller: Caller, text: string): Promise<Payload> => {
  const { data, errors } = await ask<{ done: Payload } | null>(caller, `mutation { done: ${text} }`);
  if (errors[0]) throw errors[0];
  return (data as { done: Payload }).done;
};
const REFUSAL = 'refusal { code path }';
const APPLICATION = `{ application { id status } ${REFUSAL} }`;
const apply = (caller: Caller, vacancy: string, { message = 'Saya tertarik.', idempotencyKey = key() } = {}) =>
  call(
    caller,
    `applyToVacancy(vacancyId: "${vacancy}", message: ${JSON.stringify(message)}, idempotencyKey: "${idempotencyKey}") ${APPLICATION}`,
  );
const withdraw = (caller: Caller, id: string) => call(caller, `withdrawApplication(id: "${id}") ${APPLICATION}`);
const update = (caller: Caller, id: string, status: string) =>
  call(caller, `updateApplication(id: "${id}", status: ${status}) ${APPLICATION}`);
const invite = (
  caller: Caller,
  pseudonyms: readonly string[],
  { vacancy = idOf(12), message = 'Silakan melamar di sini.' } = {},
) =>
  call(
    caller,
    `inviteAlumni(vacancyId: "${vacancy}", pseudonyms: ${JSON.stringify(pseudonyms)}, message: ${JSON.stringify(message)},
      idempotencyKey: "${key()}") { invitations { results { pseudonym isInvited } } ${REFUSAL} }`,
  );
const answerTo = (caller: Caller, id: string, accept: boolean) =>
  call(
    caller,
    `answerInvitation(id: "${id}", accept: ${accept}) { invitation { id status application { id } } ${REFUSAL} }`,
  );
const today = () => jakartaDayAfter(clock.now(), 0);
const report = (caller: Caller, applicationId: string, fields = `startsOn: "${today()}", wageBand: FROM_4M_TO_6M`) =>
  call(
    caller,
    `reportPlacement(input: { applicationId: "${applicationId}", ${fields} }) {
      placement { id status startsOn isRetainedAt3Months } ${REFUSAL} }`,
  );
const confirm = (caller: Caller, id: string, isRight = true) =>
  call(caller, `confirmPlacement(id: "${id}", isRight: ${isRight}) { placement { id status startsOn } ${REFUSAL} }`);

test('a person applies once for a vacancy, however often it is tried at once, and may again after withdrawing', async () => {
  const tried = await Promise.all([1, 2, 3].map(() => apply(self(101), idOf(11))));
  expect(tried.map(({ refusal }) => refusal?.code ?? 'kept').toSorted()).toEqual([
    'ALREADY_APPLIED',
    'ALREADY_APPLIED',
    'kept',
  ]);
  const first = tried.find(({ application }) => application)?.application?.id ?? '';
  expect((await withdraw(self(101), first)).application?.status).toBe('WITHDRAWN');
  expect((await withdraw(self(101), first)).refusal?.code).toBe('APPLICATION_TRANSITION_ILLEGAL');
  const idempotencyKey = key();
  const second = await apply(self(101), idOf(11), { idempotencyKey });
  expect(second.application?.status).toBe('SUBMITTED');
  expect(await apply(self(101), idOf(11), { idempotencyKey })).toEqual(second);
});

const LISTS = `query ($people: [_Any!]!) { _entities(representations: $people) {
  ... on Participant { applications(first: 9) { nodes { id } } invitations(first: 9) { nodes { id status } } }
  ... on Vacancy { applications(first: 9) { nodes { id } } invitations(first: 9) { nodes { pseudonym status application { id } } } }
  ... on Portal { applications(first: 9) { nodes { id } } } } }`;
interface Lists {
  _entities: {
    applications: { nodes: { id: string }[] } | null;
    invitations?: { nodes: { id: string; status: string; pseudonym?: string; application?: object | null }[] } | null;
  }[];
}
const read = (caller: Caller, __typename: string, id: string) =>
  ask<Lists>(caller, LISTS, { people: [{ __typename, id }] });

test('applications are read by their person, the portal of the vacancy and officers, and by nobody else', async () => {
  const { application: made } = await apply(self(110), idOf(11));
  const id = made?.id ?? '';
  const seen = async (caller: Caller) => {
    const { data } = await ask<{ application: { id: string } | null }>(caller, `{ application(id: "${id}") { id } }`);
    const [person, vacancy, portal] = await Promise.all([
      read(caller, 'Participant', idOf(110)),
      read(caller, 'Vacancy', idOf(11)),
      read(caller, 'Portal', PORTAL),
    ]);
    const lists = [person, vacancy, portal].map(
      (each) => each.data._entities[0]?.applications?.nodes.some((node) => node.id === id) ?? null,
    );
    return [data?.application?.id === id, ...lists];
  };
  expect(await seen(self(110))).toEqual([true, true, null, null]);
  expect(await seen(asPortal)).toEqual([true, null, true, true]);
  expect(await seen(callerOf('officer', 'participant:read'))).toEqual([true, true, null, null]);
  expect(await seen(asOther)).toEqual([false, null, false, null]);
  expect(await seen(self(111))).toEqual([false, null, null, null]);
  expect(await seen(portalCaller(null))).toEqual([false, null, null, null]);
  expect((await update(asOther, id, 'INTERVIEW')).refusal?.code).toBe('APPLICATION_UNKNOWN');
  expect((await withdraw(self(111), id)).refusal?.code).toBe('APPLICATION_UNKNOWN');
  expect((await update(asPortal, id, 'INTERVIEW')).application?.status).toBe('INTERVIEW');
  expect((await update(asPortal, id, 'IN_REVIEW')).refusal?.code).toBe('APPLICATION_TRANSITION_ILLEGAL');
});

const SEARCH = `{ alumniBySkill(skills: ["roofing"], region: "32", purpose: VACANCY, first: 50) { nodes { pseudonym } } }`;
const search = async (): Promise<string[]> => {
  const { data, errors } = await ask<{ alumniBySkill: { nodes: { pseudonym: string }[] } }>(asPortal, SEARCH);
  expect(errors).toEqual([]);
  return data.alumniBySkill.nodes.map(({ pseudonym }) => pseudonym);
};

test('who is invited reads it by consent, and the portal does not tell who declined from who does not answer', async () => {
  await addAlumni(pool, { first: 500, count: 20, skills: ['roofing'] });
  await addAlumni(pool, { first: 500, count: 10, skills: ['roofing'], purpose: 'INVITATION', portal: PORTAL });
  await makeNewRoster(pool, clock.now());
  const found = await search();
  expect(found).toHaveLength(20);
  const unknown = crypto.randomUUID();
  const { invitations } = await invite(asPortal, [...found, unknown]);
  expect(invitations?.results.filter(({ isInvited }) => !isInvited).map(({ pseudonym }) => pseudonym)).toEqual([
    unknown,
  ]);
  const people = Array.from({ length: 20 }, (_, index) => 500 + index);
  const received = async (number: number) =>
    (await read(self(number), 'Participant', idOf(number))).data._entities[0]?.invitations?.nodes ?? [];
  const all = await Promise.all(people.map(received));
  expect(all.map(({ length }) => length)).toEqual(people.map((number) => (number < 510 ? 1 : 0)));
  const yes = all[0]?.[0]?.id ?? '';
  const no = all[1]?.[0]?.id ?? '';
  expect((await answerTo(self(501), yes, true)).refusal?.code).toBe('INVITATION_UNKNOWN');
  const accepted = await answerTo(self(500), yes, true);
  expect(accepted.invitation).toEqual({ id: yes, status: 'ACCEPTED', application: { id: expect.any(String) } });
  expect((await answerTo(self(501), no, false)).invitation?.status).toBe('DECLINED');
  const sent = async () => {
    const people = [{ __typename: 'Vacancy', id: idOf(12) }];
    const { data } = await ask<Lists>(asPortal, LISTS.replaceAll('first: 9', 'first: 50'), { people });
    return data._entities[0]?.invitations?.nodes ?? [];
  };
  const nodes = await sent();
  expect(nodes.map(({ status }) => status).toSorted()).toEqual([
    'ACCEPTED',
    ...Array.from({ length: 19 }, () => 'SENT'),
  ]);
  expect(nodes.filter(({ application }) => application)).toHaveLength(1);
  expect((await read(asOther, 'Vacancy', idOf(12))).data._entities[0]?.invitations?.nodes).toEqual([]);
  clock.advance(15 * 86_400_000);
  expect((await sent()).filter(({ status }) => status === 'LAPSED')).toHaveLength(19);
  expect((await answerTo(self(502), all[2]?.[0]?.id ?? '', true)).refusal?.code).toBe('INVITATION_TRANSITION_ILLEGAL');
  clock.advance(-15 * 86_400_000);
});

test('a hire counts when the person confirms it; start and wage stay then, and retention is added', async () => {
  const { application: made } = await apply(self(120), idOf(11));
  const id = made?.id ?? '';
  const { placement: reported } = await report(asPortal, id);
  expect(reported?.status).toBe('REPORTED');
  expect((await report(asPortal, id)).placement).toEqual(reported);
  expect((await confirm(self(121), reported?.id ?? '')).refusal?.code).toBe('PLACEMENT_UNKNOWN');
  expect((await confirm(self(120), reported?.id ?? '', false)).placement?.status).toBe('DISPUTED');
  const other = `startsOn: "${today()}", wageBand: UNDER_2M`;
  const second = await report(asPortal, id, other);
  expect(second.placement?.status).toBe('REPORTED');
  expect((await confirm(self(120), second.placement?.id ?? '')).placement?.status).toBe('CONFIRMED');
  expect((await report(asPortal, id)).refusal?.code).toBe('PLACEMENT_CONFIRMED');
  expect((await report(asPortal, id, `${other}, isRetainedAt3Months: true`)).refusal?.code).toBe('RETENTION_TOO_EARLY');
  clock.advance(95 * 86_400_000);
  expect((await report(asPortal, id, `${other}, isRetainedAt3Months: true`)).placement?.isRetainedAt3Months).toBe(true);
  clock.advance(-95 * 86_400_000);
  expect((await withdraw(self(120), id)).refusal?.code).toBe('APPLICATION_TRANSITION_ILLEGAL');
});

const none = idOf(999_999);
const long = (characters: number) => 'a'.repeat(characters);
const bad: [string, () => Promise<Payload>, string][] = [
  ['apply without self', () => apply(asPortal, idOf(11)), 'FORBIDDEN'],
  ['apply as an officer', () => apply(callerOf(idOf(1), 'participant:read'), idOf(11)), 'FORBIDDEN'],
  ['apply with an id that is none', () => apply(callerOf('x', 'self'), idOf(11)), 'FORBIDDEN'],
  ['apply for nothing', () => apply(self(130), none), 'VACANCY_NOT_OPEN'],
  ['apply for no id', () => apply(self(130), "'; drop table vacancy"), 'VACANCY_NOT_OPEN'],
  ['apply for an empty id', () => apply(self(130), ''), 'VACANCY_NOT_OPEN'],
  ['apply for a closed one', () => apply(self(130), idOf(13)), 'VACANCY_NOT_OPEN'],
  ['apply for one at its portal', () => apply(self(130), idOf(14)), 'APPLY_AT_PORTAL'],
  ['apply with an empty message', () => apply(self(130), idOf(11), { message: '' }), 'MESSAGE_MALFORMED'],
  ['apply with blanks', () => apply(self(130), idOf(11), { message: ' \u200b ' }), 'MESSAGE_MALFORMED'],
  ['apply with too much', () => apply(self(130), idOf(11), { message: long(2_001) }), 'MESSAGE_MALFORMED'],
  ['apply with NUL', () => apply(self(130), idOf(11), { message: 'a\u0000b' }), 'MESSAGE_MALFORMED'],
  [
    'apply with a short key',
    () => apply(self(130), idOf(11), { idempotencyKey: 'short' }),
    'IDEMPOTENCY_KEY_MALFORMED',
  ],
  [
    'apply with a blank in the key',
    () => apply(self(130), idOf(11), { idempotencyKey: 'a key of mine' }),
    'IDEMPOTENCY_KEY_MALFORMED',
  ],
  ['withdraw nothing', () => withdraw(self(130), none), 'APPLICATION_UNKNOWN'],
  ['withdraw no id', () => withdraw(self(130), 'x'), 'APPLICATION_UNKNOWN'],
  ['withdraw as a portal', () => withdraw(asPortal, none), 'FORBIDDEN'],
  ['move nothing on', () => update(asPortal, none, 'OFFERED'), 'APPLICATION_UNKNOWN'],
  ['move no id on', () => update(asPortal, '1', 'OFFERED'), 'APPLICATION_UNKNOWN'],
  ['move on as a person', () => update(self(130), none, 'OFFERED'), 'FORBIDDEN'],
  ['move on without a portal', () => update(portalCaller(null), none, 'OFFERED'), 'FORBIDDEN'],
  ['move on by another scope', () => update(portalCaller(PORTAL, 'alumni:search'), none, 'OFFERED'), 'FORBIDDEN'],
  ['invite nobody', () => invite(asPortal, []), 'PSEUDONYMS_OUT_OF_RANGE'],
  [
    'invite too many',
    () =>
      invite(
        asPortal,
        Array.from({ length: 51 }, () => crypto.randomUUID()),
      ),
    'PSEUDONYMS_OUT_OF_RANGE',
  ],
  ['invite one twice', () => invite(asPortal, [none, none]), 'PSEUDONYMS_OUT_OF_RANGE'],
  ['invite one twice in capitals', () => invite(asPortal, [`${none}a`, `${none}A`]), 'PSEUDONYMS_OUT_OF_RANGE'],
  ['invite with a short message', () => invite(asPortal, [none], { message: 'Halo' }), 'MESSAGE_MALFORMED'],
  ['invite with a long message', () => invite(asPortal, [none], { message: long(1_001) }), 'MESSAGE_MALFORMED'],
  ['invite to nothing', () => invite(asPortal, [none], { vacancy: none }), 'VACANCY_UNKNOWN'],
  ['invite to no id', () => invite(asPortal, [none], { vacancy: 'x' }), 'VACANCY_UNKNOWN'],
  ["invite to another's vacancy", () => invite(asOther, [none]), 'VACANCY_UNKNOWN'],
  ['invite to a closed one', () => invite(asPortal, [none], { vacancy: idOf(13) }), 'VACANCY_NOT_OPEN'],
  ['invite as a person', () => invite(self(130), [none]), 'FORBIDDEN'],
  ['answer nothing', () => answerTo(self(130), none, true), 'INVITATION_UNKNOWN'],
  ['answer no id', () => answerTo(self(130), 'x', false), 'INVITATION_UNKNOWN'],
  ['answer as a portal', () => answerTo(asPortal, none, true), 'FORBIDDEN'],
  ['report nothing', () => report(asPortal, none), 'APPLICATION_UNKNOWN'],
  ['report no id', () => report(asPortal, 'x'), 'APPLICATION_UNKNOWN'],
  ['report as a person', () => report(self(130), none), 'FORBIDDEN'],
  ['confirm nothing', () => confirm(self(130), none), 'PLACEMENT_UNKNOWN'],
  ['confirm no id', () => confirm(self(130), 'x'), 'PLACEMENT_UNKNOWN'],
  ['confirm as a portal', () => confirm(asPortal, none), 'FORBIDDEN'],
];

test.each(bad)('%s: refused by its code', async (_what, run, code) => {
  const before = await pool.query('select count(*) from application');
  expect((await run()).refusal?.code).toBe(code);
  expect((await pool.query('select count(*) from application')).rows).toEqual(before.rows);
});

test('a report is refused whose dates or retention cannot be', async () => {
  const { application: made } = await apply(self(140), idOf(11));
  const id = made?.id ?? '';
  const code = async (fields: string) => (await report(asPortal, id, fields)).refusal?.code;
  expect(await code('startsOn: "2020-01-01", wageBand: FROM_10M')).toBe('START_OUT_OF_RANGE');
  expect(await code('startsOn: "2099-01-01", wageBand: FROM_10M')).toBe('START_OUT_OF_RANGE');
  const start = `startsOn: "${today()}", wageBand: FROM_10M`;
  expect(await code(`${start}, isRetainedAt6Months: true`)).toBe('RETENTION_TOO_EARLY');
  expect((await report(asOther, id)).refusal?.code).toBe('APPLICATION_UNKNOWN');
  clock.advance(200 * 86_400_000);
  expect(await code(`${start}, isRetainedAt3Months: false, isRetainedAt6Months: true`)).toBe('RETENTION_CONTRADICTORY');
  clock.advance(-200 * 86_400_000);
});

test('refusals are in Indonesian for who asks for it', async () => {
  const text = `mutation { done: withdrawApplication(id: "${none}") { refusal { message } } }`;
  const { data } = await askIn('id')<{ done: { refusal: { message: string } } }>(self(130), text);
  expect(data.done.refusal.message).toBe('Anda tidak memiliki lamaran dengan id ini.');
});

test('of who is erased nothing is left, and nobody applies under that name any more', async () => {
  const { application: made } = await apply(self(150), idOf(11));
  await report(asPortal, made?.id ?? '');
  const erasure = [...application.erasure, ...placement.erasure].map(({ statement }) => statement);
  await pool.query('insert into erased_participant (participant_id) values ($1)', [idOf(150)]);
  for (const statement of erasure) await pool.query(statement, [[idOf(150)]]);
  for (const table of ['application', 'invitation', 'placement']) {
    expect((await pool.query(`select from ${table} where participant_id = $1`, [idOf(150)])).rowCount).toBe(0);
  }
  expect((await apply(self(150), idOf(11))).refusal?.code).toBe('FORBIDDEN');
  for (const { sql } of [...application.invariants, ...placement.invariants])
    expect((await pool.query(sql)).rows).toEqual([]);
});
