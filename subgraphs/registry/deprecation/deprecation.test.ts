import { expect, test } from 'vitest';
import {
  BANK,
  banker,
  inputOf,
  kurStatement,
  OFFICE,
  officer,
  openRegistry,
  ownKeys,
  PORTAL,
  personOf,
  portal,
  signedBy,
} from '../../../tests/testkit/registry.ts';
import { handlersOf } from '../../kit/assembly.ts';
import type { EventHandler } from '../../kit/events/inbox.ts';
import { registry } from '../features.ts';
import { organizationRegistered } from '../organization/organization.events.ts';
import type { DayUse } from '../usage/operation-uses.ts';

const KUR = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query {
  "Offers." kurOffers(limit: Int @deprecated(reason: "Use \`first\` until 2026-12-31.")): Int
  "Rates." kurRate: Int @deprecated(reason: "Use \`kurOffers\` until 2026-12-31.")
}
`;

let today = new Date('2026-11-01T03:00:00Z');
let found: DayUse[] | undefined;
const now = () => today;
const { database, services, ask, mutate, publish, approve, enroll } = await openRegistry({ now });
services.uses.usesOf = async () => found;
const key = await enroll(banker, 'PUBLISHER');

const use = (coordinate: string, change: Partial<DayUse> = {}): DayUse => ({
  coordinate,
  organization: PORTAL,
  client: 'kerja-yuk',
  day: '2026-10-31',
  executions: 7,
  ...change,
});

let number = 0;
let previous: string | null = null;

/** Publishes the bank's subgraph and approves it; returns what speaks against it, or where it is. */
const goLive = async (sdl: string) => {
  number += 1;
  const statement = kurStatement({ sdl, number, previous });
  const { revision, refusal } = await publish(banker, inputOf(key, statement));
  if (!revision) throw new Error(refusal?.code);
  previous = revision.hash;
  const findings = (revision as unknown as { findings: { code: string; message: string }[] }).findings;
  if (revision.status !== 'CHECKED') return findings.map(({ code, message }) => `${code}: ${message}`);
  const { sdl: _, ...stated } = statement;
  const approved = await approve(officer, revision.id, signedBy(ownKeys.approver, stated, 'approver'));
  return approved.revision?.status;
};

const LIST = `{ deprecations(first: 20) { nodes { coordinate replacement until ending owner
  users { organization name acknowledgedAt days { day client executions } } } } }`;

interface Seen {
  coordinate: string;
  ending: string | null;
  users: { organization: string; name: string | null; days: object[] }[];
}

const seenBy = async (caller: typeof banker): Promise<Seen[]> => {
  const { data, errors } = await ask<{ deprecations: { nodes: Seen[] } }>(caller, LIST);
  if (errors[0]) throw errors[0];
  return data.deprecations.nodes.filter(({ coordinate }) => coordinate.startsWith('Query.kur'));
};

const withRead = (caller: typeof banker) => personOf(caller.id ?? '', caller.org, READS);
const READS = 'organization:read deprecation:acknowledge';
const bank = withRead(banker);
const ofPortal = withRead(portal);
const stranger = personOf('stranger', '018d0000-0000-7000-8000-000000000199', READS);
const office = personOf('officer', OFFICE, `${READS} subgraph:approve`);

const ACKNOWLEDGE = `mutation ($id: ID!) { done: acknowledgeDeprecation(id: $id) {
  deprecation { coordinate } refusal { code path } } }`;
const acknowledge = (caller: typeof banker, id: string) =>
  mutate<{ refusal: { code: string } | null }>(caller, ACKNOWLEDGE, { id });
const idOf = async (coordinate: string) =>
  (await database.pool.query('select id from deprecation where coordinate = $1', [coordinate])).rows[0].id as string;

const told = async () => {
  const { rows } = await database.pool.query(
    `select fact ->> 'organization' as organization, fact -> 'data' ->> 'element' as element from event_outbox,
      jsonb_array_elements(data -> 'facts') as fact where type = 'registry.fact.recorded' order by event_outbox.id, element`,
  );
  return rows as { organization: string; element: string }[];
};

test('who uses what a revision deprecates is told once, and sees what is left by day', async () => {
  const handler = handlersOf(registry, services).find(
    ({ definition }) => definition.type === organizationRegistered.type,
  );
  const event = { organization: PORTAL, kind: 'JOB_PORTAL', name: 'Kerja Yuk' };
  await database.orm.em
    .fork()
    .transactional((em) => handler?.handle(em, event, {} as Parameters<EventHandler['handle']>[2]));
  expect(await goLive(KUR)).toBe('LIVE');
  expect((await seenBy(bank)).map(({ coordinate }) => coordinate).sort()).toEqual([
    'Query.kurOffers(limit:)',
    'Query.kurRate',
  ]);
  found = [use('Query.kurRate'), use('Query.kurRate', { client: 'other', day: '2026-10-30', executions: 2 })];
  await services.counting.run();
  found = [use('Query.kurRate', { executions: 9 })];
  await services.counting.run();
  expect(await told()).toEqual([{ organization: PORTAL, element: 'Query.kurRate' }]);
  expect(await seenBy(ofPortal)).toEqual([
    {
      coordinate: 'Query.kurRate',
      replacement: 'kurOffers',
      until: '2026-12-31',
      ending: null,
      owner: BANK,
      users: [
        {
          organization: PORTAL,
          name: 'Kerja Yuk',
          acknowledgedAt: null,
          days: [
            { day: '2026-10-31', client: 'kerja-yuk', executions: 9 },
            { day: '2026-10-30', client: 'other', executions: 2 },
          ],
        },
      ],
    },
  ]);
});

test('an organisation sees its own use, the owner and the programme office all, and a stranger nothing', async () => {
  found = [use('Query.kurRate', { organization: '', client: 'frontend' })];
  await services.counting.run();
  const users = async (caller: typeof banker) =>
    (await seenBy(caller)).flatMap((each) => each.users.map(({ organization }) => organization));
  expect(await users(bank)).toEqual([OFFICE, PORTAL]);
  expect(await users(office)).toEqual([OFFICE, PORTAL]);
  expect(await users(ofPortal)).toEqual([PORTAL]);
  expect(await seenBy(stranger)).toEqual([]);
  expect((await ask(banker, LIST)).codes).toEqual(['FORBIDDEN']);
});

test('removing it is refused with the names of who has not acknowledged, until they have', async () => {
  const without = KUR.replace(/"Rates." .*\n/, '');
  expect(await goLive(without)).toEqual([
    `DEPRECATION_NOT_ACKNOWLEDGED: ${OFFICE} uses Query.kurRate and has not acknowledged that it goes: wait for that, or until 2026-12-31 is over`,
    `DEPRECATION_NOT_ACKNOWLEDGED: Kerja Yuk (${PORTAL}) uses Query.kurRate and has not acknowledged that it goes: wait for that, or until 2026-12-31 is over`,
  ]);
  const id = await idOf('Query.kurRate');
  for (const caller of [stranger, bank]) {
    expect(await acknowledge(caller, id)).toMatchObject({ refusal: { code: 'DEPRECATION_UNKNOWN' } });
  }
  expect(await acknowledge(banker, id)).toMatchObject({ refusal: { code: 'FORBIDDEN' } });
  expect(await acknowledge(ofPortal, id)).toMatchObject({ refusal: null });
  expect(await goLive(without)).toHaveLength(1);
  expect(await acknowledge(office, id)).toMatchObject({ refusal: null });
  expect(await goLive(without)).toBe('LIVE');
  expect((await seenBy(ofPortal)).map(({ ending }) => ending)).toEqual(['REMOVED']);
  expect(await acknowledge(ofPortal, id)).toMatchObject({ refusal: { code: 'DEPRECATION_UNKNOWN' } });
});

test('what nobody acknowledged may go when its deadline has passed', async () => {
  found = [use('Query.kurOffers(limit:)')];
  await services.counting.run();
  const without = KUR.replace(/"Rates." .*\n/, '').replace(/\(limit.*?"\)\)/, '');
  expect(await goLive(without)).toHaveLength(1);
  today = new Date('2026-12-31T16:59:00Z');
  expect(await goLive(without)).toHaveLength(1);
  today = new Date('2026-12-31T17:01:00Z');
  expect(await goLive(without)).toBe('LIVE');
});

test('what nobody could count stays until its deadline, and an acknowledgement cannot be taken back', async () => {
  today = new Date('2027-01-01T03:00:00Z');
  const more = KUR.replaceAll('2026-12-31', '2027-06-30').replaceAll('kurRate', 'kurSum');
  expect(await goLive(more)).toBe('LIVE');
  found = undefined;
  await services.counting.run();
  expect(await goLive(more.replace(/"Rates." .*\n/, ''))).toEqual([
    expect.stringContaining('FIELD_REMOVED'),
    'DEPRECATION_NOT_COUNTED: nobody has counted yet who uses Query.kurSum: wait for that, or until 2027-06-30 is over',
  ]);
  const change = database.pool.query('update deprecation_user set acknowledged_at = null, acknowledged_by = null');
  await expect(change).rejects.toThrow('what was acknowledged stays so');
});
