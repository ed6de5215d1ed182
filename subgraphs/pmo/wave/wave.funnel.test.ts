import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { invariants } from './wave.invariants.ts';

const pmo = await openPmo();
await openWave(pmo);
const { verified, join } = registering(pmo);
const { waveFunnels } = pmo.services;

interface Funnel {
  asOf: string;
  applied: number;
  eligible: number;
  selected: number;
}
const ask = async () => {
  const { data, statements } = await pmo.askAnonymously<{
    wave: { funnel: Funnel; funnelByRegion: (Funnel & { region: { code: string } })[] };
  }>(`{ wave(number: 2001) { funnel { asOf applied eligible selected }
    funnelByRegion(level: REGENCY) { applied eligible region { code } } } }`);
  return { ...data.wave, statements };
};

test('a small wave is counted when it is asked for', async () => {
  await join(await verified(personAt(1)));
  expect((await ask()).funnel).toMatchObject({ applied: 1, eligible: 0, selected: 0 });
  await waveFunnels.tick();
  await join(await verified(personAt(2)));
  const { funnel, funnelByRegion } = await ask();
  expect(funnel.applied).toBe(2);
  expect(funnelByRegion).toEqual([{ applied: 2, eligible: 0, region: { code: '32.73' } }]);
});

test('a large one is read as it was counted last, which the answer dates, and counted anew when a minute has passed', async () => {
  await pmo.database.pool.query(`insert into registration (wave_number, participant_id, status, region_code, joined_at)
    select 2001, gen_random_uuid(), 'ELIGIBLE', '32.73', now() from generate_series(1, 20000)`);
  pmo.clock.advance(61_000);
  await waveFunnels.tick();
  const counted = await ask();
  expect(counted.funnel).toMatchObject({ applied: 20_002, eligible: 20_000 });
  expect(counted.funnelByRegion[0]).toMatchObject({ applied: 20_002, eligible: 20_000 });
  await pmo.database.pool.query('delete from registration where status = $1', ['ELIGIBLE']);
  await waveFunnels.tick();
  expect((await ask()).funnel).toEqual(counted.funnel);
  pmo.clock.advance(61_000);
  await waveFunnels.tick();
  expect((await ask()).funnel).toMatchObject({ applied: 2, eligible: 0 });
});

test('a drawn wave is read as it was counted after its last step, also a small one', async () => {
  const set = (status: string) => pmo.database.pool.query('update wave set status = $1 where number = 2001', [status]);
  await set('DRAWN');
  const stored = await ask();
  await pmo.database.pool.query(`insert into registration (wave_number, participant_id, status, region_code, joined_at)
    values (2001, gen_random_uuid(), 'SELECTED', '32.73', now())`);
  expect((await ask()).funnel).toEqual(stored.funnel);
  // The step that moves people ends after the count: until the next one it is counted when it is asked for.
  await pmo.database.pool.query(
    `insert into wave_step (wave_number, step, status, total, done, requested_by, request_id, started_at, updated_at, finished_at)
      values (2001, 'ANNOUNCE', 'DONE', 3, 3, 'officer-1', 'request-1', $1, $1, $1)`,
    [pmo.clock.now()],
  );
  expect((await ask()).funnel).toMatchObject({ applied: 3, selected: 1 });
  pmo.clock.advance(61_000);
  await waveFunnels.tick();
  const { funnel } = await ask();
  expect(funnel).toMatchObject({ applied: 3, selected: 1 });
  expect((await ask()).funnel.asOf).toBe(funnel.asOf);
});

test('a wave that is settled and was counted is not counted again', async () => {
  pmo.clock.advance(61_000);
  await pmo.database.pool.query(
    `update wave set status = 'SETTLED', closes_at = now() - interval '1 hour' where number = 2001`,
  );
  const countedAt = async () => (await pmo.database.pool.query('select counted_at from wave_funnel')).rows;
  const before = await countedAt();
  await waveFunnels.tick();
  expect(await countedAt()).toEqual(before);
});

test('a stored count of a settled wave that its registrations do not give breaks an invariant', async () => {
  const { sql = '' } = invariants.find(({ name }) => name.startsWith('what is stored of a settled wave')) ?? {};
  expect((await pmo.database.pool.query(sql)).rows).toEqual([]);
  await pmo.database.pool.query('update wave_funnel set applied = applied + 1');
  expect((await pmo.database.pool.query(sql)).rowCount).toBe(1);
});
