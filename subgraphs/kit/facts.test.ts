import { expect, test } from 'vitest';
import { eventDatabase, requestId } from '../../tests/testkit/events.ts';
import { createOutbox } from './events/outbox.ts';
import { type Fact, factsRecorded, tellBy } from './facts.ts';
import { uuidv7 } from './ids.ts';
import { countStatements } from './statements.ts';

const now = new Date('2026-03-01T02:00:00Z');
const definition = factsRecorded('training');
const tell = tellBy({ outbox: createOutbox({ source: 'training', subscriptions: [] }), now: () => now }, definition);

const paid = (change: object = {}): Fact => {
  const enrollment = uuidv7();
  const data = { enrollment, course: uuidv7() };
  return { organization: uuidv7(), type: 'seat.paid', subject: enrollment, data, ...change } as Fact;
};

test('any number of facts is one statement of the transaction, in events of 1,000 at most', async () => {
  const { orm, rows } = await eventDatabase();
  const tally = { statements: 0 };
  const facts = Array.from({ length: 2_500 }, () => paid());
  await orm.em.fork().transactional((tx) => countStatements(tally, () => tell(tx, facts, requestId)));
  const events = await rows<{ type: string; ids: string[] }>(
    `select type, array(select fact ->> 'organization' from jsonb_array_elements(data -> 'facts') as fact) as ids
      from event_outbox order by id`,
  );
  expect(events.map(({ type, ids }) => [type, ids.length])).toEqual([
    ['training.fact.recorded', 1_000],
    ['training.fact.recorded', 1_000],
    ['training.fact.recorded', 500],
  ]);
  expect(events.flatMap(({ ids }) => ids)).toEqual(facts.map(({ organization }) => organization));
  expect(tally.statements).toBe(1);
});

test('a transaction that fails tells nothing, and one fact carries the time when it happened', async () => {
  const { orm, rows } = await eventDatabase();
  const failing = orm.em.fork().transactional(async (tx) => {
    await tell(tx, paid(), requestId);
    throw new Error('planted');
  });
  await expect(failing).rejects.toThrow('planted');
  const at = new Date('2026-02-28T17:00:00Z');
  await orm.em.fork().transactional((tx) => tell(tx, [paid({ at }), paid()], requestId));
  const told = await rows<{ at: string }>(
    `select fact ->> 'at' as at from event_outbox, jsonb_array_elements(data -> 'facts') as fact`,
  );
  expect(told.map((each) => each.at)).toEqual([at.toISOString(), now.toISOString()]);
});

test.each([
  ['a participant', { participant: uuidv7() }],
  ['a name', { name: 'Siti' }],
])('%s is no part of a fact, whoever tells it', async (_name, more) => {
  const { orm } = await eventDatabase();
  const data = { enrollment: uuidv7(), course: uuidv7(), ...more };
  const telling = orm.em.fork().transactional((tx) => tell(tx, paid({ data }), requestId));
  await expect(telling).rejects.toThrow('unrecognized_keys');
});
