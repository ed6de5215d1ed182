import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, type RefusalAnswer, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { moveBySchedule } from './schedule.ts';

const pmo = await openPmo();
await openWave(pmo);
const { verified, join } = registering(pmo);
const officer = callerOf('officer-1', 'wave:manage');
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(pmo.clock.now().getTime() + days * DAY_MS).toISOString();

interface Wave {
  status: string;
  quota: number;
  opensAt: string;
  closesAt: string;
  policyVersion: string;
  isOverdue: boolean;
}
type Answer = { wave: Wave | null } & RefusalAnswer;
const WANTED = '{ wave { status quota opensAt closesAt policyVersion isOverdue } refusal { code path } }';

const act = async (call: string, caller = officer): Promise<Answer> =>
  (await pmo.ask<{ answer: Answer }>(caller, `mutation { answer: ${call} ${WANTED} }`)).data.answer;
const plan = (number: number, opens = 1, closes = 3) =>
  act(`createWave(idempotencyKey: "${crypto.randomUUID()}", input: { number: ${number}, quota: 5,
    opensAt: "${inDays(opens)}", closesAt: "${inDays(closes)}" })`);
const update = (number: number, input: string, caller = officer) =>
  act(`updateWave(number: ${number}, input: { ${input} })`, caller);
const nextSteps = async (number: number) => {
  const { data } = await pmo.ask<{ wave: { nextSteps: { mutation: string; people: number; does: string }[] } }>(
    officer,
    `{ wave(number: ${number}) { nextSteps { mutation isReversible people does } } }`,
  );
  return data.wave.nextSteps;
};

test('a planned wave takes another quota, other dates and another policy, each for itself', async () => {
  await plan(3_001);
  const closesAt = inDays(9);
  expect((await update(3_001, 'quota: 70')).wave).toMatchObject({
    status: 'PLANNED',
    quota: 70,
    policyVersion: '2023',
  });
  expect((await update(3_001, `closesAt: "${closesAt}"`)).wave).toMatchObject({ quota: 70, closesAt });
  expect((await update(3_001, 'policyVersion: "2020-B"')).wave).toMatchObject({ quota: 70, policyVersion: '2020-B' });
});

test.each([
  ['WAVE_UPDATE_EMPTY', ''],
  ['WAVE_UPDATE_EMPTY', 'quota: null'],
  ['WAVE_QUOTA_INVALID', 'quota: 0'],
  ['WAVE_SCHEDULE_INVALID', `closesAt: "${new Date(0).toISOString()}"`],
  ['WAVE_SCHEDULE_INVALID', `opensAt: "${inDays(99)}"`],
  ['POLICY_UNKNOWN', 'policyVersion: "2019"'],
])('a plan that could not be made is refused: %s', async (code, input) => {
  await plan(3_002);
  expect((await update(3_002, input)).refusal?.code).toBe(code);
});

test('a wave that people can join is changed no more, and nobody else changes one', async () => {
  expect((await update(2_001, 'quota: 7')).refusal).toEqual({ code: 'WAVE_NOT_PLANNED', path: [] });
  await plan(3_003);
  expect((await update(3_003, 'quota: 7', callerOf('officer-2', 'wave:announce'))).refusal?.code).toBe('FORBIDDEN');
  expect((await update(999, 'quota: 7')).refusal?.code).toBe('WAVE_UNKNOWN');
});

test('of an opening and an update at once either the plan is the new one, or it is refused', async () => {
  for (let number = 3_100; number < 3_110; number += 1) {
    await plan(number);
    const [opened, updated] = await Promise.all([act(`openWave(number: ${number})`), update(number, 'quota: 9')]);
    expect(opened.refusal).toBeNull();
    const { rows } = await pmo.database.pool.query('select quota, status from wave where number = $1', [number]);
    expect(rows).toEqual([{ quota: updated.refusal ? 5 : 9, status: 'OPEN' }]);
  }
});

test('a wave whose time passed while the service was down is reported, and gets another time', async () => {
  await plan(3_004);
  pmo.clock.advance(4 * DAY_MS);
  await moveBySchedule(pmo.database, pmo.clock.now());
  const { data } = await pmo.ask<{ wave: Wave }>(officer, '{ wave(number: 3004) { status isOverdue } }');
  expect(data.wave).toEqual({ status: 'PLANNED', isOverdue: true });
  expect((await act('openWave(number: 3004)')).refusal?.code).toBe('WAVE_WINDOW_PASSED');
  expect((await nextSteps(3_004)).map(({ mutation }) => mutation)).toEqual(['updateWave', 'cancelWave']);
  const again = await update(3_004, `opensAt: "${inDays(0)}", closesAt: "${inDays(2)}"`);
  expect(again.wave).toMatchObject({ isOverdue: false });
  await moveBySchedule(pmo.database, pmo.clock.now());
  expect((await nextSteps(3_004)).map(({ mutation }) => mutation)).toEqual(['closeWave', 'cancelWave']);
});

test('an officer reads what a step will do before it is done, and nobody else', async () => {
  const people = await Promise.all([1, 2, 3].map((at) => verified(personAt(at))));
  for (const id of people) await join(id);
  await act('closeWave(number: 2001)');
  expect(await nextSteps(2_001)).toEqual([
    {
      mutation: 'screenWave',
      isReversible: false,
      people: 3,
      does: 'Judges 3 registrations by the policy; the verdicts stay.',
    },
    expect.objectContaining({ mutation: 'cancelWave', people: 3 }),
  ]);
  const { codes } = await pmo.ask(callerOf(people[0] ?? '', 'self'), '{ wave(number: 2001) { nextSteps { does } } }');
  expect(codes).toEqual(['FORBIDDEN']);
});

test('an illegal step says what the wave can become', async () => {
  const { data } = await pmo.ask<{ answer: { refusal: { message: string } } }>(
    officer,
    'mutation { answer: drawWave(number: 2001) { refusal { message } } }',
  );
  expect(data.answer.refusal.message).toBe(
    'A wave that is CLOSED cannot become DRAWN; it can become SCREENED, CANCELLED.',
  );
});

test('what can be done next is seen by the key of a wave too', async () => {
  await plan(3_005);
  const { data, errors } = await pmo.ask<{ _entities: { nextSteps: object[] }[] }>(
    officer,
    '{ _entities(representations: [{ __typename: "Wave", number: 3005 }]) { ... on Wave { nextSteps { mutation } } } }',
  );
  expect(errors).toEqual([]);
  expect(data._entities[0]?.nextSteps).toHaveLength(3);
});
