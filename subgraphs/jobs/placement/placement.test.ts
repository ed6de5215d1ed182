import { expect, test } from 'vitest';
import { openJobs, PORTAL } from '../../../tests/testkit/jobs.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import type { Caller } from '../../kit/caller.ts';
import { placement as feature } from './placement.feature.ts';
import { WageBand } from './placement.status.ts';

const { database, ask, clock } = await openJobs([{ number: 11, skills: ['welding'] }]);
const { pool } = database;
const DAY_MS = 86_400_000;
const portal: Caller = { ...callerOf('a-client', 'application:manage'), org: PORTAL };
const self = (number: number) => callerOf(idOf(number), 'self');
const dayAfter = (days: number) =>
  new Date(clock.now().getTime() + 7 * 3_600_000 + days * DAY_MS).toISOString().slice(0, 10);

interface Payload {
  application?: { id: string; status: string } | null;
  placement?: {
    id: string;
    status: string;
    startsOn: string;
    wageBand: string;
    isRetainedAt3Months: boolean | null;
    isRetainedAt6Months: boolean | null;
  } | null;
  refusal: { code: string; path: string[] | null } | null;
}
const PLACEMENT =
  'placement { id status startsOn wageBand isRetainedAt3Months isRetainedAt6Months } refusal { code path }';
const call = async (caller: Caller, text: string): Promise<Payload> => {
  const { data, errors } = await ask<{ done: Payload }>(caller, `mutation { done: ${text} }`);
  expect(errors).toEqual([]);
  return data.done;
};
let people = 200;
const apply = async (): Promise<{ number: number; id: string }> => {
  const number = ++people;
  const { application } = await call(
    self(number),
    `applyToVacancy(vacancyId: "${idOf(11)}", idempotencyKey: "${crypto.randomUUID()}") { application { id } refusal { code path } }`,
  );
  return { number, id: application?.id ?? '' };
};
const report = (id: string, fields = `startsOn: "${dayAfter(0)}", wageBand: FROM_4M_TO_6M`) =>
  call(portal, `reportPlacement(input: { applicationId: "${id}", ${fields} }) { ${PLACEMENT} }`);
const answer = (number: number, id: string | undefined, isRight = true) =>
  call(self(number), `confirmPlacement(id: "${id}", isRight: ${isRight}) { ${PLACEMENT} }`);
const hired = async () => {
  const { number, id } = await apply();
  const start = dayAfter(0);
  const { placement } = await report(id);
  return { number, id, placementId: placement?.id ?? '', start };
};

test.each(Object.values(WageBand))('the wage %s is kept as it was reported', async (wageBand) => {
  const { id } = await apply();
  const { placement } = await report(id, `startsOn: "${dayAfter(0)}", wageBand: ${wageBand}`);
  expect(placement).toMatchObject({ wageBand, status: 'REPORTED' });
});

test('a wage in rupiah is not taken: bands alone are', async () => {
  const { id } = await apply();
  const text = `mutation { reportPlacement(input: { applicationId: "${id}", startsOn: "${dayAfter(0)}", wageBand: 4500000 }) {
    refusal { code } } }`;
  expect((await ask(portal, text)).errors[0]?.message).toMatch(/WageBand/);
});

test.each([
  { months: 3, days: 90, fields: 'isRetainedAt3Months: true' },
  { months: 6, days: 181, fields: 'isRetainedAt3Months: true, isRetainedAt6Months: true' },
])('retention at $months months is known after $days days, and not a day before', async ({ days, fields }) => {
  const { number, id, placementId, start } = await hired();
  await answer(number, placementId);
  const again = () => report(id, `startsOn: "${start}", wageBand: FROM_4M_TO_6M, ${fields}`);
  clock.advance((days - 1) * DAY_MS);
  expect((await again()).refusal?.code).toBe('RETENTION_TOO_EARLY');
  clock.advance(DAY_MS);
  const { placement } = await again();
  expect(placement).toMatchObject({ status: 'CONFIRMED', isRetainedAt3Months: true });
  // A report that leaves it out takes nothing back, and one that says otherwise does.
  expect((await report(id, `startsOn: "${start}", wageBand: FROM_4M_TO_6M`)).placement).toEqual(placement);
  const left = await report(id, `startsOn: "${start}", wageBand: FROM_4M_TO_6M, isRetainedAt3Months: false`);
  expect(left.placement?.isRetainedAt3Months ?? left.refusal?.code).toBe(
    days === 90 ? false : 'RETENTION_CONTRADICTORY',
  );
  clock.advance(-days * DAY_MS);
});

test('who left before three months is not there after six', async () => {
  const { id, start } = await hired();
  clock.advance(200 * DAY_MS);
  const fields = (three: boolean | null, six: boolean) =>
    `startsOn: "${start}", wageBand: FROM_4M_TO_6M, isRetainedAt3Months: ${three}, isRetainedAt6Months: ${six}`;
  expect((await report(id, fields(false, true))).refusal?.code).toBe('RETENTION_CONTRADICTORY');
  expect((await report(id, fields(null, true))).refusal?.code).toBe('RETENTION_CONTRADICTORY');
  expect((await report(id, fields(false, false))).placement).toMatchObject({ isRetainedAt6Months: false });
  clock.advance(-200 * DAY_MS);
});

test('work starts from the day of the application on, and within ninety days', async () => {
  const { id } = await apply();
  const startingOn = async (days: number) =>
    (await report(id, `startsOn: "${dayAfter(days)}", wageBand: FROM_10M`)).refusal?.code ?? 'kept';
  expect([await startingOn(-1), await startingOn(91), await startingOn(90), await startingOn(0)]).toEqual([
    'START_OUT_OF_RANGE',
    'START_OUT_OF_RANGE',
    'kept',
    'kept',
  ]);
});

test('only the person confirms, once; who disputed it may still, and a report anew asks again', async () => {
  const { number, id, placementId } = await hired();
  const statusAfter = async (done: Promise<Payload>) => {
    const { placement, refusal } = await done;
    return placement?.status ?? refusal?.code;
  };
  expect(await statusAfter(answer(number + 1, placementId))).toBe('PLACEMENT_UNKNOWN');
  expect(await statusAfter(answer(number, placementId, false))).toBe('DISPUTED');
  expect(await statusAfter(answer(number, placementId, false))).toBe('PLACEMENT_TRANSITION_ILLEGAL');
  expect(await statusAfter(report(id, `startsOn: "${dayAfter(1)}", wageBand: UNDER_2M`))).toBe('REPORTED');
  expect(await statusAfter(answer(number, placementId))).toBe('CONFIRMED');
  expect(await statusAfter(answer(number, placementId, false))).toBe('PLACEMENT_TRANSITION_ILLEGAL');
  expect(await statusAfter(report(id, `startsOn: "${dayAfter(2)}", wageBand: UNDER_2M`))).toBe('PLACEMENT_CONFIRMED');
});

const OF_APPLICATION = 'select count(*)::int as count from placement where application_id = $1';
const TOLD = `select count(*)::int as count from event_outbox
  where type = 'jobs.placement.reported' and data ->> 'participant' = $1`;
const countOf = async (text: string, id: string) => (await pool.query(text, [id])).rows[0].count;

test('two reports at once, alike or not, make one placement; alike they are told once', async () => {
  const alike = await apply();
  const [one, two] = await Promise.all([report(alike.id), report(alike.id)]);
  expect(one).toEqual(two);
  expect([await countOf(OF_APPLICATION, alike.id), await countOf(TOLD, idOf(alike.number))]).toEqual([1, 1]);
  const other = await apply();
  const fields = (band: string) => `startsOn: "${dayAfter(0)}", wageBand: ${band}`;
  const both = await Promise.all([report(other.id, fields('UNDER_2M')), report(other.id, fields('FROM_10M'))]);
  expect(both.map(({ refusal }) => refusal)).toEqual([null, null]);
  expect(new Set(both.map(({ placement }) => placement?.id)).size).toBe(1);
  expect([await countOf(OF_APPLICATION, other.id), await countOf(TOLD, idOf(other.number))]).toEqual([1, 2]);
});

test('a report and the withdrawal of the application at once leave one of both', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { number, id } = await apply();
    const withdraw = call(
      self(number),
      `withdrawApplication(id: "${id}") { application { id status } refusal { code path } }`,
    );
    const [reported, withdrawn] = await Promise.all([report(id), withdraw]);
    const codes = [reported.refusal?.code ?? null, withdrawn.refusal?.code ?? null];
    expect(codes.filter((code) => code === 'APPLICATION_TRANSITION_ILLEGAL')).toHaveLength(1);
    expect(codes.filter((code) => code === null)).toHaveLength(1);
  }
  for (const { sql } of feature.invariants) expect((await pool.query(sql)).rows).toEqual([]);
});

test('the portal is told by its webhooks and events what the person says, without a name', async () => {
  const { number, id, placementId } = await hired();
  await answer(number, placementId);
  const facts = `select fact -> 'data' as data, fact ->> 'organization' as organization
    from event_outbox, jsonb_array_elements(data -> 'facts') as fact
    where type = 'jobs.fact.recorded' and fact ->> 'type' = 'placement.answered' and fact ->> 'subject' = $1`;
  expect((await pool.query(facts, [placementId])).rows).toEqual([
    { data: { placement: placementId, application: id, status: 'CONFIRMED' }, organization: PORTAL },
  ]);
});

test('the database itself refuses what cannot be', async () => {
  const { number, placementId } = await hired();
  const change = (set: string) => pool.query(`update placement set ${set} where id = $1`, [placementId]);
  await expect(change(`wage_band = 'A_LOT'`)).rejects.toThrow(/check/);
  await expect(change('is_retained_at_6_months = true')).rejects.toThrow(/check/);
  await expect(change(`status = 'CONFIRMED'`)).rejects.toThrow(/check/);
  await answer(number, placementId);
  await expect(change(`status = 'REPORTED', answered_at = null`)).rejects.toThrow();
});
