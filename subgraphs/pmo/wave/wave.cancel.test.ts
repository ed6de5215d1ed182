import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { fundingsOf } from '../../../tests/testkit/funding.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { counted, officerOf } from '../../../tests/testkit/waves.ts';
import { refusals } from './wave.refusal.ts';
import { transition, WaveStatus } from './wave.status.ts';

const pmo = await openPmo();
await openWave(pmo);
const { verified, join } = registering(pmo);
const { say, act, plan, open, screen, draw, statusOf, expectInvariants } = officerOf(pmo);
const { requests, answer, answerAll } = fundingsOf(pmo);
const { pool } = pmo.database;
let nextPerson = 0;

const person = () => {
  nextPerson += 1;
  return verified(personAt(nextPerson));
};
const cancel = async (number: number, reason = 'Anggaran gelombang dibatalkan.') =>
  (await say('cancelWave', `number: ${number}, reason: ${JSON.stringify(reason)}`)).refusal?.code ?? 'CANCELLED';
const rowsOf = async (text: string, values: unknown[]) => (await pool.query(text, values)).rows;
const statesOf = (wave: number) =>
  rowsOf(
    `select registration.status, participant.status as person, exists (
        select from kk_claim where kk_claim.participant_id = participant.id) as "hasPlace"
      from registration join participant on participant.id = participant_id where wave_number = $1`,
    [wave],
  );
const letGo = { status: 'NOT_SELECTED', person: 'VERIFIED', hasPlace: false };

test('a screened wave is cancelled: its people may join another one, its money goes back, and everyone reads why', async () => {
  await open(8_101, { quota: 5 });
  const ids = await Promise.all([person(), person()]);
  for (const id of ids) expect((await join(id, 8_101)).refusal).toBeNull();
  await screen(8_101);
  await answerAll();
  expect(await cancel(8_101)).toBe('CANCELLED');
  expect(await statesOf(8_101)).toEqual([letGo, letGo]);
  expect(await requests()).toMatchObject([{ wave: 8_101, attempt: 2, quota: 0 }]);
  await answer({ wave: 8_101, attempt: 2 });
  const { data } = await pmo.askAnonymously<{ wave: object }>(
    '{ wave(number: 8101) { status cancelReason cancelledAt progress { step done total isRunning } } }',
  );
  expect(data.wave).toMatchObject({
    status: 'CANCELLED',
    cancelReason: 'Anggaran gelombang dibatalkan.',
    cancelledAt: expect.any(String),
  });
  await open(8_102);
  for (const id of ids) expect((await join(id, 8_102)).refusal).toBeNull();
  expect((await join(await person(), 8_101)).refusal?.code).toBe('WAVE_CLOSED');
  expect(await cancel(8_101)).toBe('WAVE_TRANSITION_ILLEGAL');
  for (const field of ['openWave', 'closeWave', 'screenWave', 'drawWave', 'announceWave'])
    expect((await say(field, 'number: 8101')).refusal?.code).toBe('WAVE_TRANSITION_ILLEGAL');
  // Their other registration goes on.
  expect(await statesOf(8_102)).toEqual(ids.map(() => ({ status: 'JOINED', person: 'APPLICANT', hasPlace: true })));
  await expectInvariants();
});

test('a planned, an open and a closed wave are cancelled; what nobody was asked for is not given back', async () => {
  await plan(8_111);
  await open(8_112);
  expect((await join(await person(), 8_112)).refusal).toBeNull();
  await open(8_113);
  expect((await join(await person(), 8_113)).refusal).toBeNull();
  await act('closeWave', 8_113);
  for (const number of [8_111, 8_112, 8_113]) expect(await cancel(number)).toBe('CANCELLED');
  expect([...(await statesOf(8_112)), ...(await statesOf(8_113))]).toEqual([letGo, letGo]);
  expect(await requests()).toEqual([]);
  // Its time comes, and nothing happens.
  pmo.clock.advance(2 * 3_600_000);
  await pmo.runner.tick();
  expect(await statusOf(8_111)).toBe('CANCELLED');
  await expectInvariants();
});

test('a drawn wave is not cancelled, nor one without a reason, without the scope, or that is unknown', async () => {
  await open(8_121, { quota: 1 });
  for (const id of [await person(), await person()]) expect((await join(id, 8_121)).refusal).toBeNull();
  await screen(8_121);
  for (const reason of ['', ' x ', 'x'.repeat(501)])
    expect(await cancel(8_121, reason)).toBe('CANCEL_REASON_MALFORMED');
  expect(await cancel(999_999)).toBe('WAVE_UNKNOWN');
  const mutation = 'mutation { cancelWave(number: 8121, reason: "Dibatalkan") { refusal { code } } }';
  for (const caller of [callerOf('officer', 'wave:announce'), callerOf('siti', 'self')])
    expect((await pmo.ask(caller, mutation)).data).toEqual({ cancelWave: { refusal: { code: 'FORBIDDEN' } } });
  await draw(8_121);
  expect(await cancel(8_121)).toBe('WAVE_TRANSITION_ILLEGAL');
  await act('announceWave', 8_121);
  expect(await cancel(8_121)).toBe('WAVE_TRANSITION_ILLEGAL');
  const refused = [refusals.cancelReason(), transition.refusal(WaveStatus.DRAWN, WaveStatus.CANCELLED)];
  for (const { text } of refused) expect(text.en).not.toBe(text.id);
  await expectInvariants();
});

test('people join while the wave is cancelled, twice at once: each was let go or not let in, and joins elsewhere', async () => {
  await open(8_131);
  await open(8_132);
  const ids = await Promise.all(Array.from({ length: 14 }, person));
  const codeOf = async (id: string, wave: number) => (await join(id, wave)).refusal?.code ?? 'JOINED';
  const joining = ids.map(async (id, index) => {
    await delay(index * 10);
    return codeOf(id, 8_131);
  });
  await joining[4];
  const answers = await Promise.all([cancel(8_131), cancel(8_131)]);
  expect(answers).toContain('CANCELLED');
  const codes = counted(await Promise.all(joining));
  expect((codes.JOINED ?? 0) + (codes.WAVE_CLOSED ?? 0)).toBe(14);
  await pmo.runner.tick();
  const states = await statesOf(8_131);
  expect(states).toEqual(states.map(() => letGo));
  expect(states).toHaveLength(codes.JOINED ?? 0);
  expect(counted(await Promise.all(ids.map((id) => codeOf(id, 8_132))))).toEqual({ JOINED: 14 });
  await expectInvariants();
});
