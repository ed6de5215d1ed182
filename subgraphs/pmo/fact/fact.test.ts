import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, expect, test } from 'vitest';
import { silent } from '../../../tests/testkit/event-secret.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { handlersOf } from '../../kit/assembly.ts';
import { type Fact, factsRecorded } from '../../kit/facts.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { dropMonths } from '../../kit/months.ts';
import { pmo as features } from '../features.ts';
import { fact } from './fact.feature.ts';
import { Sequencer } from './fact.sequencer.ts';

const pmo = await openPmo();
const { database, services } = pmo;
const { tell, sequencer } = services;
const em = () => database.orm.em.fork();

const paid = (organization: string): Fact => {
  const enrollment = uuidv7();
  return { organization, type: 'seat.paid', subject: enrollment, data: { enrollment, course: uuidv7() } };
};

const tellNow = (...facts: Fact[]) => em().transactional((tx) => tell(tx, facts, 'request-0001'));

const numbered = async (organization: string) =>
  (
    await database.pool.query('select sequence::int, subject from fact where organization_id = $1 order by 1', [
      organization,
    ])
  ).rows as { sequence: number; subject: string }[];

const memberOf = (organization: string, scope = 'webhook:manage') => ({
  ...callerOf('client-1', scope),
  org: organization,
});

const EVENTS = `query ($first: Int!, $after: String, $behind: Int, $types: [String!]) {
  events(first: $first, after: $after, afterSequence: $behind, types: $types) {
    nodes { id sequence type subject occurredAt body } pageInfo { endCursor hasNextPage } } }`;

interface EventsAnswer {
  events: {
    nodes: { id: string; sequence: number; type: string; subject: string; body: string }[];
    pageInfo: { endCursor: string | null; hasNextPage: boolean };
  } | null;
}

const eventsOf = (organization: string, variables: object = {}) =>
  pmo.ask<EventsAnswer>(memberOf(organization), EVENTS, { first: 100, ...variables });

afterEach(async () => {
  for (const { sql } of fact.invariants) expect((await database.pool.query(sql)).rows).toEqual([]);
});

test('facts are numbered for each organisation after their commit, and one that commits late is not passed over', async () => {
  const one = uuidv7();
  const other = uuidv7();
  const early = paid(one);
  const late = paid(one);
  const begun = Promise.withResolvers<void>();
  const isSeen = Promise.withResolvers<void>();
  const slow = em().transactional(async (tx) => {
    await tell(tx, late, 'request-0001');
    begun.resolve();
    await isSeen.promise;
  });
  await begun.promise;
  await tellNow(early, paid(other), paid(other));
  await sequencer.tick();
  expect(await numbered(one)).toEqual([{ sequence: 1, subject: early.subject }]);
  expect((await numbered(other)).map(({ sequence }) => sequence)).toEqual([1, 2]);
  isSeen.resolve();
  await slow;
  await sequencer.tick();
  expect(await numbered(one)).toEqual([
    { sequence: 1, subject: early.subject },
    { sequence: 2, subject: late.subject },
  ]);
});

test('sixty transactions at once, some of which fail, and two processes that number leave no gap and lose nothing', async () => {
  const organizations = [uuidv7(), uuidv7(), uuidv7()];
  const second = new Sequencer({ database, log: silent, now: () => new Date() });
  const kept: string[] = [];
  const tellSome = async (_each: unknown, turn: number) => {
    const facts = Array.from({ length: 1 + (turn % 7) }, (_, place) => paid(organizations[(turn + place) % 3] ?? ''));
    const told = em().transactional(async (tx) => {
      await tell(tx, facts, 'request-0001');
      if (turn % 5 === 0) throw new Error('planted');
    });
    await told.then(() => kept.push(...facts.map(({ subject }) => subject))).catch(() => undefined);
    await Promise.all([sequencer.tick(), second.tick()]);
  };
  await Promise.all(Array.from({ length: 60 }, tellSome));
  await sequencer.tick();
  const all = await Promise.all(organizations.map(numbered));
  expect(all.flatMap((facts) => facts.map(({ subject }) => subject)).sort()).toEqual(kept.sort());
  for (const facts of all) expect(facts.map(({ sequence }) => sequence)).toEqual(facts.map((_, index) => index + 1));
});

test('an event of training brings its facts in, in their order, with the text that the schema of each describes', async () => {
  const organization = uuidv7();
  const handler = handlersOf(features, services).find(({ definition }) => definition.type === 'training.fact.recorded');
  const enrollment = uuidv7();
  const course = uuidv7();
  const common = { id: '', organization, subject: enrollment, at: '2026-03-01T02:00:00.000Z' };
  const facts = [
    { ...common, id: uuidv7(), type: 'seat.paid', data: { enrollment, course } },
    { ...common, id: uuidv7(), type: 'course.rated', data: { enrollment, course, stars: 5 } },
  ];
  const data = factsRecorded('training').data.parse({ facts });
  await em().transactional(async (tx) => handler?.handle(tx, data, {} as never));
  await sequencer.tick();
  const { data: answer, statements } = await eventsOf(organization);
  expect(statements).toBe(1);
  const ajv = new Ajv2020({ formats: { uuid: true, 'date-time': true } });
  for (const [index, { body, ...event }] of (answer.events?.nodes ?? []).entries()) {
    const { type, id } = facts[index] ?? { type: '', id: '' };
    expect(event).toMatchObject({ type, id, sequence: index + 1, occurredAt: common.at });
    const check = ajv.compile(JSON.parse(readFileSync(`schema/facts/${type}.json`, 'utf8')));
    expect([check(JSON.parse(body)), check.errors]).toEqual([true, null]);
  }
  expect(JSON.parse(answer.events?.nodes[1]?.body ?? '')).toEqual({
    id: facts[1]?.id,
    type: 'course.rated',
    organization,
    sequence: 2,
    subject: enrollment,
    timestamp: common.at,
    data: { enrollment, course, stars: 5 },
  });
});

test('polling reads every event once, behind a cursor, behind a number, and of some types', async () => {
  const organization = uuidv7();
  const webhook = uuidv7();
  await tellNow(...Array.from({ length: 5 }, () => paid(organization)));
  await tellNow({ organization, type: 'test.sent', subject: webhook, data: { webhook } });
  await sequencer.tick();
  const first = (await eventsOf(organization, { first: 4 })).data.events;
  expect(first?.nodes.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  const rest = (await eventsOf(organization, { after: first?.pageInfo.endCursor })).data.events;
  expect(rest?.nodes.map(({ sequence }) => sequence)).toEqual([5, 6]);
  expect(rest?.pageInfo.hasNextPage).toBe(false);
  const behind = (await eventsOf(organization, { behind: 5 })).data.events;
  expect(behind?.nodes.map(({ sequence }) => sequence)).toEqual([6]);
  const tests = (await eventsOf(organization, { types: ['test.sent', 'no.such'] })).data.events;
  expect(tests?.nodes.map(({ type }) => type)).toEqual(['test.sent']);
  expect((await eventsOf(organization, { first: 101 })).codes).toEqual(['PAGE_SIZE_OUT_OF_RANGE']);
  expect((await eventsOf(organization, { after: 'bm8' })).codes).toEqual(['CURSOR_MALFORMED']);
});

test('an organisation sees its own events alone, and only with the scope', async () => {
  const organization = uuidv7();
  await tellNow(paid(organization));
  await sequencer.tick();
  expect((await eventsOf(uuidv7())).data.events?.nodes).toEqual([]);
  const noScope = await pmo.ask(memberOf(organization, 'course:publish'), EVENTS, { first: 10 });
  const noOrganization = await pmo.ask(callerOf('officer-1', 'webhook:manage'), EVENTS, { first: 10 });
  expect([noScope.codes, noOrganization.codes]).toEqual([['FORBIDDEN'], ['FORBIDDEN']]);
  expect((await pmo.askAnonymously(EVENTS, { first: 10 })).codes).toEqual(['UNAUTHENTICATED']);
});

test('the log is only added to, and its old months go as wholes', async () => {
  const organization = uuidv7();
  await tellNow(paid(organization));
  await sequencer.tick();
  await expect(database.pool.query(`update fact set type = 'seat.sold'`)).rejects.toThrow('append-only');
  await database.pool.query(`select create_fact_month('2024-12-31'), create_fact_month('2025-01-01')`);
  const drop = (now: string) => dropMonths(database, { table: 'fact', days: 400, now: new Date(now) });
  expect(await drop('2026-02-04T16:59:00Z')).toEqual([]);
  expect(await drop('2026-02-05T17:00:00Z')).toEqual(['fact_2024_12']);
  expect(await drop('2026-03-08T17:00:00Z')).toEqual(['fact_2025_01']);
  expect(await numbered(organization)).toHaveLength(1);
});

test('the types are listed for everyone', async () => {
  const { data } = await pmo.askAnonymously<{ eventTypes: { type: string; schema: string }[] }>(
    '{ eventTypes { type description schema } }',
  );
  const files = data.eventTypes.map(({ schema }) => JSON.parse(readFileSync(schema.replace(/^.*test\//, ''), 'utf8')));
  expect(files.map(({ $id }) => $id)).toEqual(data.eventTypes.map(({ schema }) => schema));
  expect(data.eventTypes.map(({ type }) => type)).toContain('class.cancelled');
});
