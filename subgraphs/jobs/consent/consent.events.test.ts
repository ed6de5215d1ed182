import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { openJobs } from '../../../tests/testkit/jobs.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import { handlersOf } from '../../kit/assembly.ts';
import { jobs } from '../features.ts';
import { participantsErased } from '../profile/profile.events.ts';
import { consentGranted, consentWithdrawn } from './consent.events.ts';
import { invariants } from './consent.invariants.ts';
import { keepConsent } from './consent.service.ts';

const { database, services } = await openJobs([]);
const handlers = handlersOf(jobs, services);
const { pool } = database;

type Event = Parameters<(typeof handlers)[number]['handle']>[2];

/** What the inbox does with an event that it has verified. */
const handle = (definition: typeof consentGranted | typeof participantsErased, data: unknown) => {
  const handler = handlers.find((each) => each.definition.type === definition.type);
  const event = { id: crypto.randomUUID() } as Event;
  return database.orm.em.fork().transactional(async (em) => handler?.handle(em, definition.data.parse(data), event));
};

const siti = idOf(101);
const first = {
  consent: idOf(1),
  participant: siti,
  portal: idOf(9),
  purpose: 'JOB_MATCHING',
  region: '32.73',
  until: '2027-06-20T00:00:00.000Z',
  at: '2026-06-20T00:00:00.000Z',
};
const second = { ...first, consent: idOf(2), at: '2026-07-20T00:00:00.000Z' };
const later = { at: '2026-06-25T00:00:00.000Z' };

const says = {
  grant: () => handle(consentGranted, first),
  withdraw: () => handle(consentWithdrawn, { ...first, ...later }),
  again: () => handle(consentGranted, second),
  erase: () => handle(participantsErased, { participants: [siti] }),
};

const kept = async () =>
  (await pool.query('select id, withdrawn_at is null as live from consent order by id')).rows.map(({ id, live }) => [
    id,
    live,
  ]);

beforeEach(async () => {
  await pool.query('delete from consent');
  await pool.query('delete from erased_participant');
});

/** Every order of three. */
const orders = ['grant', 'withdraw', 'again'].flatMap((one, _at, all) =>
  all.filter((two) => two !== one).map((two) => [one, two, ...all.filter((each) => each !== one && each !== two)]),
) as (keyof typeof says)[][];

test.each(orders)('%s, %s, %s: the first is withdrawn, the second holds, however often they come', async (...order) => {
  for (const each of [...order, ...order.toReversed()]) await says[each]();
  expect(await kept()).toEqual([
    [first.consent, false],
    [second.consent, true],
  ]);
});

test('grant and withdrawal at the same moment end withdrawn', async () => {
  await Promise.all([says.grant(), says.withdraw(), says.grant(), says.withdraw()]);
  expect(await kept()).toEqual([[first.consent, false]]);
});

test('the consents of an erased person go, and no event brings them back', async () => {
  await says.grant();
  await handle(consentGranted, { ...first, consent: idOf(3), participant: idOf(102) });
  await says.erase();
  for (const each of [says.grant, says.withdraw, says.again]) await each();
  expect(await kept()).toEqual([[idOf(3), true]]);
  for (const { name, sql } of invariants)
    expect({ name, broken: (await pool.query(sql)).rows }).toEqual({ name, broken: [] });
});

test('an erasure waits for a consent that is being taken in, and leaves none behind', async () => {
  const taken = Promise.withResolvers<void>();
  const commit = Promise.withResolvers<void>();
  const keeping = database.orm.em.fork().transactional(async (em) => {
    await keepConsent(em, first);
    taken.resolve();
    await commit.promise;
  });
  await taken.promise;
  const erasing = says.erase();
  await setTimeout(100);
  commit.resolve();
  await Promise.all([keeping, erasing]);
  expect(await kept()).toEqual([]);
});
