import { expect, test } from 'vitest';
import { z } from 'zod';
import { announced, type EventDatabase, eventDatabase, requestId, startPmo } from '../../../tests/testkit/events.ts';
import { countStatements } from '../statements.ts';
import { defineEvent } from './event.ts';
import { createOutbox } from './outbox.ts';

// Nothing listens on port 9: what is published stays visible as a job.
const nobody = 'http://127.0.0.1:9/events';
const data = { wave: 1, participants: ['siti'] };

const jobsOf = async ({ rows }: EventDatabase) => {
  const jobs = await rows<{ name: string }>(`select name from pgboss.job where name like 'deliver-%' order by name`);
  return jobs.map(({ name }) => name);
};

const outboxSize = async ({ rows }: EventDatabase) => (await rows('select from event_outbox')).length;

test('an event becomes one outbox row and one job for each subscriber of its type', async () => {
  const database = await eventDatabase();
  const pmo = await startPmo(database, {
    subscribers: [
      { name: 'payments', url: nobody },
      { name: 'training', url: nobody, types: [announced.type] },
      { name: 'jobs', url: nobody, types: ['pmo.consent.granted'] },
    ],
  });
  const [id] = await pmo.announce('siti');
  expect(await database.rows('select id, type, version, request_id, data from event_outbox')).toEqual([
    { id, type: announced.type, version: 1, request_id: requestId, data },
  ]);
  expect(await jobsOf(database)).toEqual(['deliver-payments', 'deliver-training']);
});

test('row and job vanish when the business transaction rolls back', async () => {
  const database = await eventDatabase();
  const pmo = await startPmo(database, { subscribers: [{ name: 'payments', url: nobody }] });
  const work = database.orm.em.fork().transactional(async (em) => {
    await pmo.outbox.add(em, announced, { data, requestId });
    throw new Error('business rule');
  });
  await expect(work).rejects.toThrow('business rule');
  expect([await outboxSize(database), await jobsOf(database)]).toEqual([0, []]);
});

test('1,000 events take as many statements as one', async () => {
  const database = await eventDatabase();
  const pmo = await startPmo(database, { subscribers: [{ name: 'payments', url: nobody }] });
  const statementsFor = async (events: number) => {
    const tally = { statements: 0 };
    await countStatements(tally, () => pmo.announce(...Array.from({ length: events }, (_, index) => `p${index}`)));
    return tally.statements;
  };
  expect([await statementsFor(1), await statementsFor(1_000)]).toEqual([4, 4]);
  expect([await outboxSize(database), (await jobsOf(database)).length]).toEqual([1_001, 1_001]);
});

test('without subscribers events are recorded and no job table is needed', async () => {
  const database = await eventDatabase();
  await database.rows('drop schema pgboss cascade');
  const pmo = await startPmo(database, { subscribers: [] });
  await pmo.announce('siti');
  expect(await outboxSize(database)).toBe(1);
});

test('publishing outside a transaction, wrong data or another subgraph’s event is a bug', async () => {
  const database = await eventDatabase();
  const outbox = createOutbox({ source: 'pmo', subscriptions: [] });
  const em = database.orm.em.fork();
  const foreign = defineEvent({ type: 'jobs.vacancy.closed', version: 1, data: z.object({}) });
  const wrong = { wave: 0, participants: [] };
  await expect(outbox.add(em, announced, { data, requestId })).rejects.toThrow('in a transaction');
  await expect(em.transactional((tx) => outbox.add(tx, foreign, { data: {}, requestId }))).rejects.toThrow(
    'pmo cannot publish jobs.vacancy.closed',
  );
  await expect(em.transactional((tx) => outbox.add(tx, announced, { data: wrong, requestId }))).rejects.toThrow(
    z.ZodError,
  );
  expect(await outboxSize(database)).toBe(0);
});

test('fields that the schema does not name do not leave', async () => {
  const database = await eventDatabase();
  const outbox = createOutbox({ source: 'pmo', subscriptions: [] });
  const row = { ...data, nik: '3273010101010001' };
  await database.orm.em.fork().transactional((em) => outbox.add(em, announced, { data: row, requestId }));
  expect(await database.rows('select data from event_outbox')).toEqual([{ data }]);
});
