import { expect, test } from 'vitest';
import { fundingsOf } from '../../../tests/testkit/funding.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { officerOf } from '../../../tests/testkit/waves.ts';

const pmo = await openPmo();
await openWave(pmo);
const { verified, join } = registering(pmo);
const { say, act, open, screen, draw } = officerOf(pmo);
const { requests, answer } = fundingsOf(pmo);
const { fundings } = pmo.services;
const MINUTE = 60_000;
const PER_PERSON = 4_200_000;

const drawCode = async (number: number) => (await say('drawWave', `number: ${number}`)).refusal?.code ?? 'DRAWING';
const year = () => new Date(pmo.clock.now().getTime() + 7 * 3_600_000).getUTCFullYear();
const shown = async (number: number) =>
  (
    await pmo.askAnonymously<{ wave: { funding: object | null } }>(
      `{ wave(number: ${number}) { funding { status amount reason } } }`,
    )
  ).data.wave.funding;

test('a wave is drawn only when its money is committed, and its announcement gives back what nobody was awarded', async () => {
  await open(7_601, { quota: 5 });
  for (const at of [1, 2]) expect((await join(await verified(personAt(at)), 7_601)).refusal).toBeNull();
  expect([await requests(), await shown(7_601)]).toEqual([[], null]);
  await screen(7_601);
  const [request] = await requests();
  expect(request).toEqual({ wave: 7_601, attempt: 1, quota: 5, perPerson: PER_PERSON, year: year() });
  expect(await shown(7_601)).toEqual({ status: 'PENDING', amount: 5 * PER_PERSON, reason: null });
  expect(await drawCode(7_601)).toBe('FUNDING_PENDING');
  await answer(request as never);
  await answer(request as never, 'BUDGET_EXHAUSTED');
  expect(await shown(7_601)).toEqual({ status: 'COMMITTED', amount: 5 * PER_PERSON, reason: null });
  await draw(7_601);
  await act('announceWave', 7_601);
  expect(await requests()).toMatchObject([{ wave: 7_601, attempt: 2, quota: 2 }]);
  expect(await shown(7_601)).toMatchObject({ status: 'PENDING', amount: 2 * PER_PERSON });
});

test('what is not answered is repeated, what is refused is asked for anew, and more places need more money', async () => {
  await open(7_602, { quota: 4 });
  await screen(7_602);
  const [first] = await requests();
  await fundings.tick();
  expect(await requests()).toEqual([]);
  pmo.clock.advance(2 * MINUTE);
  await fundings.tick();
  expect(await requests()).toEqual([first]);
  await answer(first as never, 'BUDGET_EXHAUSTED');
  expect(await shown(7_602)).toMatchObject({ status: 'REFUSED', reason: 'BUDGET_EXHAUSTED' });
  expect(await drawCode(7_602)).toBe('FUNDING_REFUSED');
  pmo.clock.advance(2 * MINUTE);
  await fundings.tick();
  const [second] = await requests();
  expect(second).toEqual({ ...first, attempt: 2 });
  await answer(second as never);
  await pmo.database.pool.query('update wave set quota = 6 where number = 7602');
  expect(await drawCode(7_602)).toBe('FUNDING_PENDING');
  await fundings.tick();
  expect(await requests()).toMatchObject([{ attempt: 3, quota: 6 }]);
  await answer({ wave: 7_602, attempt: 3 });
  expect(await drawCode(7_602)).toBe('DRAWING');
});

test('whoever may not draw does not wait, and an unknown wave is refused at once', async () => {
  expect(await drawCode(7_999)).toBe('WAVE_UNKNOWN');
});
