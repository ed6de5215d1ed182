import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import type { Caller } from '../../kit/caller.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { employment } from './employment.feature.ts';
import { keepEmployment } from './employment.service.ts';

const pmo = await openPmo();
const { database, ask } = pmo;
const { pool } = database;
await openWave(pmo);
const { verified } = registering(pmo);
const officer = callerOf('officer', 'participant:read');

type Hire = Parameters<typeof keepEmployment>[1];
const keep = (hire: Hire) => database.orm.em.fork().transactional((em) => keepEmployment(em, hire));
const hireOf = (participant: string, change: Partial<Hire> = {}): Hire => ({
  participant,
  placement: uuidv7(),
  status: 'CONFIRMED',
  startsOn: '2026-10-01',
  at: '2026-10-02T03:00:00Z',
  ...change,
});
let people = 0;
const person = () => verified(personAt(++people));

const SINCE = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant { employedSince } } }`;
const since = async (caller: Caller, ...ids: string[]) => {
  const { data, codes, statements } = await ask<{ _entities: ({ employedSince: string | null } | null)[] } | null>(
    caller,
    SINCE,
    { people: ids.map((id) => ({ __typename: 'Participant', id })) },
  );
  return { days: data?._entities.map((each) => each?.employedSince ?? null) ?? [], codes, statements };
};

test('the first day of the first work that the person confirmed is shown, and only when it is confirmed', async () => {
  const id = await person();
  const hire = hireOf(id, { status: 'REPORTED' });
  const dayAfter = async (...hires: Hire[]) => {
    for (const each of hires) await keep(each);
    return (await since(officer, id)).days[0];
  };
  expect(await dayAfter()).toBeNull();
  expect(await dayAfter(hire)).toBeNull();
  expect(await dayAfter({ ...hire, status: 'DISPUTED', at: '2026-10-03T03:00:00Z' })).toBeNull();
  expect(await dayAfter({ ...hire, status: 'CONFIRMED', at: '2026-10-04T03:00:00Z' })).toBe('2026-10-01');
  expect(await dayAfter(hireOf(id, { startsOn: '2026-11-01' }))).toBe('2026-10-01');
  expect(await dayAfter(hireOf(id, { startsOn: '2026-03-01' }))).toBe('2026-03-01');
});

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

test('in every order, and however often they come, the last that was told holds', async () => {
  const told = [
    { status: 'REPORTED', startsOn: '2026-10-01', at: '2026-10-02T03:00:00Z' },
    { status: 'DISPUTED', startsOn: '2026-10-01', at: '2026-10-03T03:00:00Z' },
    { status: 'REPORTED', startsOn: '2026-10-05', at: '2026-10-04T03:00:00Z' },
    { status: 'CONFIRMED', startsOn: '2026-10-05', at: '2026-10-05T03:00:00Z' },
  ] as const;
  for (const order of permutations(told)) {
    const id = await person();
    const placement = uuidv7();
    for (const each of [...order, ...order.toReversed()]) await keep(hireOf(id, { placement, ...each }));
    expect((await since(officer, id)).days).toEqual(['2026-10-05']);
  }
});

test('the person and officers read it, nobody else', async () => {
  const id = await person();
  await keep(hireOf(id));
  expect((await since(callerOf(id, 'self'), id)).days).toEqual(['2026-10-01']);
  expect((await since(officer, id)).days).toEqual(['2026-10-01']);
  expect((await since(callerOf(await person(), 'self'), id)).codes).toEqual(['FORBIDDEN']);
  const asPortal = { ...callerOf('a-client', 'application:manage'), org: uuidv7() };
  expect((await since(asPortal, id)).codes).toEqual(['FORBIDDEN']);
  expect((await since({ id: null, org: null, can: () => false }, id)).days).toEqual([]);
});

test('a page of people takes one statement more than nothing', async () => {
  const ids = [await person(), await person(), await person()];
  for (const id of ids) await keep(hireOf(id));
  const one = await since(officer, ids[0] ?? '');
  const all = await since(officer, ...ids);
  expect(all).toEqual({ days: ids.map(() => '2026-10-01'), codes: [], statements: one.statements });
});

test('of who is erased, and of who never registered, nothing is kept', async () => {
  const id = await person();
  const nobody = uuidv7();
  await keep(hireOf(id));
  const erase = callerOf('officer', 'participant:erase');
  await ask(erase, `mutation { eraseParticipant(id: "${id}") { refusal { code } } }`);
  await keep(hireOf(id));
  await keep(hireOf(nobody));
  expect((await pool.query('select from employment where participant_id = any($1)', [[id, nobody]])).rowCount).toBe(0);
  for (const { sql } of employment.invariants) expect((await pool.query(sql)).rows).toEqual([]);
});
