import { beforeEach, expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, type RefusalAnswer, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { expireConsents } from './consent.expiry.service.ts';
import { invariants } from './consent.invariants.ts';
import { ConsentStatus, transition } from './consent.status.ts';

const pmo = await openPmo();
const { pool } = pmo.database;
await openWave(pmo);
const { register } = registering(pmo);

const organization = async (kind: string, status = 'ACTIVE') => {
  const id = uuidv7();
  const isActive = status === 'ACTIVE';
  await pool.query(
    `insert into organization (id, name, kind, status, suspended_at, suspension_reason, created_at)
      values ($1, 'Portal', $2, $3, $4, $5, now())`,
    [id, kind, status, isActive ? null : new Date(), isActive ? null : 'Uji'],
  );
  return id;
};

const portal = await organization('JOB_PORTAL');
const otherPortal = await organization('JOB_PORTAL');

let siti = '';
let count = 0;
beforeEach(async () => {
  siti = uuidv7();
  count += 1;
  expect((await register(siti, personAt(count))).refusal).toBeNull();
});

interface ConsentAnswer {
  id: string;
  portalId: string | null;
  purpose: string;
  status: string;
  grantedAt: string;
  until: string;
  endedAt: string | null;
}
type Payload = RefusalAnswer & { consent: ConsentAnswer | null };

const ALL = '{ id portalId purpose status grantedAt until endedAt }';
const GRANT = `mutation ($input: GrantConsentInput!, $key: String!) {
  done: grantConsent(input: $input, idempotencyKey: $key) { consent ${ALL} refusal { code path } } }`;
const WITHDRAW = `mutation ($id: ID!, $key: String!) {
  done: withdrawConsent(id: $id, idempotencyKey: $key) { consent ${ALL} refusal { code path } } }`;

interface Call {
  as?: string;
  scope?: string;
  key?: string;
}

const grant = async (input: object, { as = siti, scope = 'self', key = crypto.randomUUID() }: Call = {}) => {
  const wanted = { purpose: 'JOB_MATCHING', ...input };
  return (await pmo.ask<{ done: Payload }>(callerOf(as, scope), GRANT, { input: wanted, key })).data.done;
};
const withdraw = async (id: string, { as = siti, scope = 'self', key = crypto.randomUUID() }: Call = {}) =>
  (await pmo.ask<{ done: Payload }>(callerOf(as, scope), WITHDRAW, { id, key })).data.done;

const mine = async (as = siti) => {
  const query = `{ me { consents(first: 20) { nodes ${ALL} } } }`;
  return (await pmo.ask<{ me: { consents: { nodes: ConsentAnswer[] } } }>(callerOf(as, 'self'), query)).data.me.consents
    .nodes;
};

const DAY_MS = 86_400_000;
const after = (days: number) => new Date(pmo.clock.now().getTime() + days * DAY_MS).toISOString();

interface Event {
  type: string;
  data: Record<string, unknown>;
}
const told = async () =>
  (await pool.query<Event>(`select type, data from event_outbox where data ->> 'participant' = $1 order by id`, [siti]))
    .rows;

test('a person consents for a year unless they say until when, and what is told names no one but by id', async () => {
  const { consent, refusal } = await grant({ portalId: portal });
  expect(refusal).toBeNull();
  expect(consent).toMatchObject({ portalId: portal, purpose: 'JOB_MATCHING', status: 'GRANTED', endedAt: null });
  const lasts = Date.parse(consent?.until ?? '') - Date.parse(consent?.grantedAt ?? '');
  expect(lasts).toBe(365 * DAY_MS);
  expect(await told()).toEqual([
    {
      type: 'pmo.consent.granted',
      data: {
        consent: consent?.id,
        participant: siti,
        portal,
        purpose: 'JOB_MATCHING',
        region: '32.73',
        until: consent?.until,
        at: consent?.grantedAt,
      },
    },
  ]);
});

test('what was withdrawn stays in the history, is told once, and can be granted anew', async () => {
  const first = await grant({ allPortals: true });
  const id = first.consent?.id ?? '';
  const { consent } = await withdraw(id);
  expect(consent).toMatchObject({ id, portalId: null, status: 'WITHDRAWN', endedAt: expect.any(String) });
  expect((await withdraw(id)).refusal?.code).toBe('CONSENT_TRANSITION_ILLEGAL');
  const again = await grant({ allPortals: true });
  expect(again.consent?.id).not.toBe(id);
  expect((await mine()).map(({ status }) => status)).toEqual(['GRANTED', 'WITHDRAWN']);
  const events = (await told()).map(({ type, data }) => [type, data.consent]);
  const granted = 'pmo.consent.granted';
  expect(events).toEqual([
    [granted, id],
    ['pmo.consent.withdrawn', id],
    [granted, again.consent?.id],
  ]);
});

test('each portal, all portals, and each purpose have a consent of their own', async () => {
  const inputs = [
    { portalId: portal },
    { portalId: otherPortal },
    { allPortals: true },
    { portalId: portal, purpose: 'STATISTICS' },
  ];
  for (const input of inputs) expect((await grant(input)).refusal).toBeNull();
  for (const input of inputs) expect((await grant(input)).refusal?.code).toBe('CONSENT_ALREADY_GRANTED');
});

test.each([[{ allPortals: true }], [{ portalId: portal }]])('twenty grants at once are one: %o', async (input) => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => grant(input)));
  const codes = Map.groupBy(answers, ({ refusal }) => refusal?.code ?? 'GRANTED');
  expect([codes.get('GRANTED')?.length, codes.get('CONSENT_ALREADY_GRANTED')?.length]).toEqual([1, 19]);
  expect(await mine()).toHaveLength(1);
});

test('a repeated call answers as the first one; its key is for one content', async () => {
  const key = crypto.randomUUID();
  const one = await grant({ portalId: portal }, { key });
  const two = await grant({ portalId: portal }, { key });
  expect(two).toEqual(one);
  expect((await grant({ allPortals: true }, { key })).refusal?.code).toBe('IDEMPOTENCY_KEY_REUSED');
  const end = crypto.randomUUID();
  const id = one.consent?.id ?? '';
  expect(await withdraw(id, { key: end })).toEqual(await withdraw(id, { key: end }));
});

test('it ends by itself to the millisecond, whether or not anything has run; the periodic step only writes it down', async () => {
  const until = after(30);
  const { consent } = await grant({ portalId: portal, until });
  pmo.clock.advance(30 * DAY_MS - 2_000);
  expect((await mine())[0]?.status).toBe('GRANTED');
  pmo.clock.advance(2_001);
  expect((await mine())[0]).toMatchObject({ status: 'EXPIRED', endedAt: until });
  expect((await withdraw(consent?.id ?? '')).refusal?.code).toBe('CONSENT_TRANSITION_ILLEGAL');
  const stored = async () => (await pool.query('select status from consent where id = $1', [consent?.id])).rows[0];
  expect(await stored()).toEqual({ status: 'GRANTED' });
  // Its place is free at once, too.
  expect((await grant({ portalId: portal })).refusal).toBeNull();
  expect(await stored()).toEqual({ status: 'EXPIRED' });
});

test('the periodic step marks what has run out, in batches, and nothing else', async () => {
  await pool.query(
    `insert into consent (id, participant_id, purpose, region_code, status, granted_at, until)
      select uuidv7(), uuidv7(), 'STATISTICS', '32.73', 'GRANTED', $1::timestamptz - interval '9 days',
        $1::timestamptz - interval '1 day' from generate_series(1, 2500)`,
    [pmo.clock.now()],
  );
  const { consent } = await grant({ portalId: portal });
  expect(await expireConsents({ database: pmo.database, now: pmo.clock.now })).toBe(2_500);
  expect(await expireConsents({ database: pmo.database, now: pmo.clock.now })).toBe(0);
  expect((await mine())[0]).toMatchObject({ id: consent?.id, status: 'GRANTED' });
});

test.each([
  ['PORTAL_NOT_STATED', () => ({})],
  ['PORTAL_NOT_STATED', () => ({ portalId: portal, allPortals: true })],
  ['PORTAL_UNKNOWN', () => ({ portalId: uuidv7() })],
  ['PORTAL_UNKNOWN', () => ({ portalId: 'portal-kerja-a' })],
  ['PORTAL_UNKNOWN', async () => ({ portalId: await organization('PLATFORM') })],
  ['PORTAL_SUSPENDED', async () => ({ portalId: await organization('JOB_PORTAL', 'SUSPENDED') })],
  ['UNTIL_NOT_IN_FUTURE', () => ({ portalId: portal, until: after(-1) })],
  ['UNTIL_TOO_FAR', () => ({ portalId: portal, until: after(731) })],
])('what cannot be granted is refused as %s', async (code, input) => {
  expect((await grant(await input())).refusal?.code).toBe(code);
  expect(await mine()).toEqual([]);
});

test('two years are the most', async () => {
  expect((await grant({ portalId: portal, until: after(730) })).refusal).toBeNull();
});

test('nobody consents or withdraws for somebody else, nor without being registered', async () => {
  const { consent } = await grant({ portalId: portal });
  const id = consent?.id ?? '';
  const budi = uuidv7();
  await register(budi, personAt(5_000 + count));
  expect((await withdraw(id, { as: budi })).refusal?.code).toBe('CONSENT_UNKNOWN');
  expect((await withdraw(uuidv7())).refusal?.code).toBe('CONSENT_UNKNOWN');
  expect((await withdraw('none')).refusal?.code).toBe('CONSENT_UNKNOWN');
  expect((await withdraw(id, { scope: 'participant:read' })).refusal?.code).toBe('FORBIDDEN');
  expect((await grant({ allPortals: true }, { as: 'synthetic-officer' })).refusal?.code).toBe('FORBIDDEN');
  expect((await grant({ allPortals: true }, { as: uuidv7() })).refusal?.code).toBe('NOT_REGISTERED');
  expect((await mine())[0]?.status).toBe('GRANTED');
});

test('the history is for the person and for participant:read, a page of all people one statement', async () => {
  for (const input of [{ portalId: portal }, { portalId: otherPortal }, { allPortals: true }]) await grant(input);
  const entity = `query ($id: ID!, $after: String) { _entities(representations: [{ __typename: "Participant", id: $id }]) {
    ... on Participant { consents(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } } }`;
  type Page = { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  const read = (caller: ReturnType<typeof callerOf>, variables: object) =>
    pmo.ask<{ _entities: ({ consents: Page } | null)[] }>(caller, entity, { id: siti, ...variables });
  const officer = callerOf('synthetic-officer', 'participant:read');
  const first = await read(officer, {});
  expect(first.statements).toBe(2);
  const { nodes, pageInfo } = (first.data._entities[0] as { consents: Page }).consents;
  const rest = await read(callerOf(siti, 'self'), { after: pageInfo.endCursor });
  const last = (rest.data._entities[0] as { consents: Page }).consents;
  const all = [...nodes, ...last.nodes].map(({ id }) => id);
  expect([new Set(all).size, pageInfo.hasNextPage, last.pageInfo.hasNextPage]).toEqual([3, true, false]);
  expect((await read(callerOf(uuidv7(), 'self'), {})).codes).toEqual(['FORBIDDEN']);
  expect((await read(callerOf('portal', 'alumni:search'), {})).codes).toEqual(['FORBIDDEN']);
});

test('an erased person has no consent that holds, and gives none', async () => {
  const { consent } = await grant({ allPortals: true });
  const erase = 'mutation ($id: ID!) { eraseParticipant(id: $id) { refusal { code } } }';
  await pmo.ask(callerOf('synthetic-officer', 'participant:erase'), erase, { id: siti });
  const { rows } = await pool.query('select status from consent where id = $1', [consent?.id]);
  expect(rows).toEqual([{ status: 'WITHDRAWN' }]);
  expect((await grant({ portalId: portal })).refusal?.code).toBe('NOT_REGISTERED');
});

test.each([
  [
    'a second live one',
    `insert into consent select uuidv7(), participant_id, portal_id, purpose, region_code, status,
    granted_at, until from consent where status = 'GRANTED' limit 1`,
    'consent_live_uq',
  ],
  ['more than two years', `update consent set until = granted_at + interval '731 days'`, 'consent_until_ck'],
  ['an end of what holds', `update consent set ended_at = now() where status = 'GRANTED'`, 'consent_ended_at_ck'],
])('the database refuses %s', async (_what, statement, constraint) => {
  await grant({ allPortals: true });
  await expect(pool.query(statement)).rejects.toMatchObject({ constraint });
});

test('a consent that ended never holds again', () => {
  const { GRANTED, WITHDRAWN, EXPIRED } = ConsentStatus;
  expect([transition(GRANTED, WITHDRAWN), transition(GRANTED, EXPIRED)]).toEqual([WITHDRAWN, EXPIRED]);
  for (const from of [WITHDRAWN, EXPIRED])
    for (const to of [GRANTED, WITHDRAWN, EXPIRED])
      expect(() => transition(from, to)).toThrow(expect.objectContaining({ code: 'CONSENT_TRANSITION_ILLEGAL' }));
});

test('all of this left every invariant true', async () => {
  for (const { name, sql } of invariants)
    expect({ name, broken: (await pool.query(sql)).rows }).toEqual({ name, broken: [] });
});
