import { expect, test } from 'vitest';
import { idOf, openTraining } from '../../../tests/testkit/training.ts';
import { handlersOf } from '../../kit/assembly.ts';
import type { EventDefinition } from '../../kit/events/event.ts';
import { training } from '../features.ts';
import { organizationRegistered, organizationResumed, organizationSuspended } from './organization.events.ts';

const { database, services, askAnonymously } = await openTraining([]);
const handlers = handlersOf(training, services);
const { pool } = database;

type Event = Parameters<(typeof handlers)[number]['handle']>[2];

/** What the inbox does with an event that it has verified. */
const handle = (definition: EventDefinition, data: unknown) => {
  const handler = handlers.find((each) => each.definition.type === definition.type);
  const event = { id: crypto.randomUUID() } as Event;
  return database.orm.em.fork().transactional(async (em) => handler?.handle(em, definition.data.parse(data), event));
};

const says = (organization: string, kind = 'PLATFORM') => ({
  registered: () =>
    handle(organizationRegistered, { organization, kind, name: 'Belajar Yuk', version: 1, at: '2026-11-01T00:00:00Z' }),
  suspended: () => handle(organizationSuspended, { organization, version: 2, at: '2026-11-02T00:00:00Z' }),
  resumed: () => handle(organizationResumed, { organization, version: 3, at: '2026-11-03T00:00:00Z' }),
  again: () => handle(organizationSuspended, { organization, version: 4, at: '2026-11-04T00:00:00Z' }),
});

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

const orders = permutations(['registered', 'suspended', 'resumed', 'again'] as const);

test.each(orders)('%s, %s, %s, %s: one platform, suspended, however often they come', async (...order) => {
  const id = crypto.randomUUID();
  const told = says(id);
  for (const each of [...order, ...order.toReversed()]) await told[each]();
  const { rows } = await pool.query(
    'select id, name, active_from, is_suspended from platform where organization_id = $1',
    [id],
  );
  expect(rows).toEqual([{ id, name: 'Belajar Yuk', active_from: 2026, is_suspended: true }]);
});

test('an institution has no seat at first, and goes on once it is resumed', async () => {
  const told = says(idOf(701), 'INSTITUTION');
  await told.suspended();
  await told.registered();
  const read = () =>
    askAnonymously(
      'query ($id: ID!) { institution(id: $id) { name isSuspended region { code } profile { version } } }',
      {
        id: idOf(701),
      },
    );
  const shown = { name: 'Belajar Yuk', isSuspended: true, region: null, profile: null };
  expect((await read()).data).toEqual({ institution: shown });
  await told.resumed();
  expect((await read()).data).toEqual({ institution: { ...shown, isSuspended: false } });
});

test('all events at once, twice each, end in the same', async () => {
  const told = says(idOf(702));
  const all = [told.registered, told.suspended, told.resumed, told.again];
  await Promise.all([...all, ...all].map((tell) => tell()));
  const { rows } = await pool.query('select is_suspended from platform where organization_id = $1', [idOf(702)]);
  expect(rows).toEqual([{ is_suspended: true }]);
});

test('an organisation whose row is there already keeps it, and other kinds get none', async () => {
  await pool.query(`insert into platform (id, code, name, active_from, organization_id)
    values ('${idOf(703)}', 'lama', 'Lama', 2020, '${idOf(704)}')`);
  await says(idOf(704)).registered();
  await says(idOf(705), 'JOB_PORTAL').registered();
  await says(idOf(706), 'A_KIND_TO_COME').registered();
  const { rows } = await pool.query('select name from platform where organization_id = any($1)', [
    [704, 705, 706].map(idOf),
  ]);
  expect(rows).toEqual([{ name: 'Lama' }]);
});
