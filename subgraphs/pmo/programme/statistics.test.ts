import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave } from '../../../tests/testkit/registration.ts';

const pmo = await openPmo();
await openWave(pmo);

interface Figure {
  name: string;
  value: number;
  asOf: string | null;
  source: string;
  otherFigures: { value: number }[];
}
const ask = async (asOf?: string) => {
  const query = `query ($asOf: Date) { programmeStatistics(asOf: $asOf) { name value unit asOf definition source otherFigures { value } } }`;
  const answer = await pmo.askAnonymously<{ programmeStatistics: Figure[] }>(query, { asOf });
  expect(answer.codes).toEqual([]);
  return { ...answer, figures: answer.data.programmeStatistics };
};
const register = (count: number) =>
  pmo.database.pool.query(
    `insert into participant (status, name, birth_date, region_code, work_status, registered_at)
      select 'ALUMNI', 'Siti', '1990-01-01', '32.73', 'WORKER', now() from generate_series(1, $1::int)`,
    [count],
  );

test('anyone sees the figures of the programme, those that contradict each other side by side', async () => {
  const { figures } = await ask();
  const of2020 = figures.filter(({ name }) => name === 'RECIPIENTS_OF_2020');
  expect(of2020.map(({ value, otherFigures }) => [value, otherFigures.map((other) => other.value)])).toEqual([
    [5_500_000, [5_600_000, 5_900_000]],
    [5_600_000, [5_500_000, 5_900_000]],
    [5_900_000, [5_500_000, 5_600_000]],
  ]);
  expect(figures.find(({ name }) => name === 'BUDGET')?.value).toBe(20_000_000_000_000);
});

test('asOf leaves out what was not known by then, what has no day, and what is counted today', async () => {
  const { figures } = await ask('2020-11-30');
  expect(figures.find(({ name }) => name === 'RECIPIENTS')).toMatchObject({ value: 5_600_000, otherFigures: [] });
  expect(figures.filter(({ asOf }) => asOf === null || asOf > '2020-11-30')).toEqual([]);
  expect(figures.filter(({ name }) => name.endsWith('IN_GRAPH'))).toEqual([]);
});

test('what the graph holds is counted beside the requests, once a minute at most, and a request counts nothing', async () => {
  const { liveStatistics } = pmo.services;
  const alumni = async () => (await ask()).figures.find(({ name }) => name === 'ALUMNI_IN_GRAPH');
  await register(3);
  expect(await alumni()).toBeUndefined();
  await liveStatistics.tick();
  expect(await alumni()).toMatchObject({ value: 3, source: expect.stringMatching(/^This graph, counted at 20/) });
  await register(1);
  await liveStatistics.tick();
  const again = await ask();
  expect(again.statements).toBe(1);
  expect((await alumni())?.value).toBe(3);
  pmo.clock.advance(61_000);
  // Of three processes one counts.
  await Promise.all([liveStatistics.tick(), liveStatistics.tick(), liveStatistics.tick()]);
  expect((await alumni())?.value).toBe(4);
});

test('a count that took long is not repeated before twenty times as long', async () => {
  const { liveStatistics } = pmo.services;
  await pmo.database.pool.query('update programme_count set took_ms = 10000');
  await register(1);
  const value = async () => (await ask()).figures.find(({ name }) => name === 'ALUMNI_IN_GRAPH')?.value;
  pmo.clock.advance(199_000);
  await liveStatistics.tick();
  expect(await value()).toBe(4);
  pmo.clock.advance(2_000);
  await liveStatistics.tick();
  expect(await value()).toBe(5);
});
