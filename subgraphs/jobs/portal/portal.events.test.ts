import { expect, test } from 'vitest';
import { openJobs } from '../../../tests/testkit/jobs.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import { handlersOf } from '../../kit/assembly.ts';
import type { EventDefinition } from '../../kit/events/event.ts';
import { jobs } from '../features.ts';
import { organizationRegistered, organizationResumed, organizationSuspended } from './portal.events.ts';

const { database, services, askAnonymously } = await openJobs([]);
const handlers = handlersOf(jobs, services);
const { pool } = database;

type Event = Parameters<(typeof handlers)[number]['handle']>[2];

/** What the inbox does with an event that it has verified. */
const handle = (definition: EventDefinition, data: unknown) => {
  const handler = handlers.find((each) => each.definition.type === definition.type);
  const event = { id: crypto.randomUUID() } as Event;
  return database.orm.em.fork().transactional(async (em) => handler?.handle(em, definition.data.parse(data), event));
};

const says = (organization: string, kind = 'JOB_PORTAL') => ({
  registered: () =>
    handle(organizationRegistered, { organization, kind, name: 'Kerja Yuk', at: '2026-11-01T00:00:00Z' }),
  suspended: () => handle(organizationSuspended, { organization, version: 2 }),
  resumed: () => handle(organizationResumed, { organization, version: 3 }),
  again: () => handle(organizationSuspended, { organization, version: 4 }),
});

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

test('in every order, and however often they come, the events make one portal that is suspended', async () => {
  for (const order of permutations(['registered', 'suspended', 'resumed', 'again'] as const)) {
    const id = crypto.randomUUID();
    const told = says(id);
    for (const each of [...order, ...order.toReversed()]) await told[each]();
    const { rows } = await pool.query('select name, is_suspended, version from portal where id = $1', [id]);
    expect(rows, order.join()).toEqual([{ name: 'Kerja Yuk', is_suspended: true, version: 4 }]);
  }
});

test('an organisation of another kind is no portal, also when it is suspended', async () => {
  const told = says(idOf(701), 'PLATFORM');
  await told.suspended();
  await told.registered();
  const { data } = await askAnonymously('query ($id: ID!) { portal(id: $id) { name } }', { id: idOf(701) });
  expect(data).toEqual({ portal: null });
});

test('anyone reads a portal by its id; without one and without an organisation there is none', async () => {
  await says(idOf(702)).registered();
  const { data } = await askAnonymously(
    'query ($id: ID!) { portal(id: $id) { id name isSuspended } own: portal { id } none: portal(id: "x") { id } }',
    { id: idOf(702) },
  );
  expect(data).toEqual({ portal: { id: idOf(702), name: 'Kerja Yuk', isSuspended: false }, own: null, none: null });
});
