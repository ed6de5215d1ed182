import { expect, test } from 'vitest';
import { brokenInvariants } from '../../../tests/testkit/broken-invariants.ts';
import { until } from '../../../tests/testkit/until.ts';
import { lestari, openPublishing, sentVacancy } from '../../../tests/testkit/vacancies.ts';
import { handlersOf } from '../../kit/assembly.ts';
import { jobs } from '../features.ts';
import { organizationResumed, organizationSuspended } from '../portal/portal.events.ts';

const { database, services, upsert, publish, askAnonymously } = await openPublishing();
const { pool } = database;
const handlers = handlersOf(jobs, services);

/** What the inbox does with the event that pmo sends when it suspends a portal, or lets it go on. */
const tell = ({ type, data }: typeof organizationSuspended, version: number) => {
  const handler = handlers.find(({ definition }) => definition.type === type);
  const event = { id: crypto.randomUUID() } as Parameters<NonNullable<typeof handler>['handle']>[2];
  return database.orm.em
    .fork()
    .transactional(async (em) => handler?.handle(em, data.parse({ organization: lestari, version }), event));
};

const outcomeOf = async (reference: string, title: string) => {
  const { results, refusal } = await upsert([sentVacancy(reference, { title })]);
  return refusal?.code ?? results?.[0]?.outcome;
};
const waiting = async (count: number) => {
  const blocked = `select count(*)::int as count from pg_stat_activity
    where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`;
  const found = await until(
    async () => (await pool.query<{ count: number }>(blocked)).rows[0]?.count ?? 0,
    (blockedNow) => blockedNow >= count,
  );
  expect(found).toBeGreaterThanOrEqual(count);
};
const shown = async () => {
  const { data } = await askAnonymously<{ vacancies: { nodes: object[] } }>(
    '{ vacancies(first: 100) { nodes { id } } }',
  );
  return data.vacancies.nodes.length;
};
const kept = async () =>
  (await pool.query<{ reference: string }>('select reference from vacancy where portal_id = $1', [lestari])).rows.map(
    ({ reference }) => reference,
  );

test('what is sent while a suspension commits waits for it, and is refused', async () => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('update portal set is_suspended = true, version = 10 where id = $1', [lestari]);
    const sent = outcomeOf('S-1', 'Barista kedai kopi');
    await waiting(1);
    await client.query('commit');
    expect(await sent).toBe('OWN_PORTAL_SUSPENDED');
  } finally {
    client.release();
  }
  expect(await kept()).toEqual([]);
  await tell(organizationResumed, 11);
});

test('a suspension waits for what is being stored, which is shown nowhere afterwards', async () => {
  const id = await publish('S-2');
  expect(await shown()).toBe(1);
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select from vacancy where id = $1 for update', [id]);
    const sent = outcomeOf('S-2', 'Barista kedai teh');
    await waiting(1);
    const suspended = tell(organizationSuspended, 12);
    await waiting(2);
    await client.query('commit');
    expect(await sent).toBe('UPDATED');
    await suspended;
  } finally {
    client.release();
  }
  expect(await shown()).toBe(0);
  expect(await outcomeOf('S-2', 'Barista kedai susu')).toBe('OWN_PORTAL_SUSPENDED');
  await tell(organizationResumed, 13);
  expect(await shown()).toBe(1);
});

test('of many that are sent beside suspensions each is stored whole or refused, and after the last none is stored', async () => {
  const before = await kept();
  const sends = Array.from({ length: 40 }, (_, index) => outcomeOf(`R-${index}`, 'Barista balapan'));
  const changes = Array.from({ length: 9 }, (_, index) =>
    tell(index % 2 === 0 ? organizationSuspended : organizationResumed, 20 + index),
  );
  const outcomes = await Promise.all(sends);
  await Promise.all(changes);
  expect(outcomes.every((outcome) => outcome === 'CREATED' || outcome === 'OWN_PORTAL_SUSPENDED')).toBe(true);
  const stored = outcomes.flatMap((outcome, index) => (outcome === 'CREATED' ? [`R-${index}`] : []));
  expect((await kept()).toSorted()).toEqual([...before, ...stored].toSorted());
  expect(await outcomeOf('R-late', 'Barista balapan')).toBe('OWN_PORTAL_SUSPENDED');
  expect(await shown()).toBe(0);
  expect(await brokenInvariants(pool, jobs)).toEqual([]);
});
