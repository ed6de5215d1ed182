import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, REGISTER, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { valueFaults } from '../profile/index.ts';

const pmo = await openPmo();
await openWave(pmo);
const { register } = registering(pmo);

test('whoever registers is a participant with the id of the account', async () => {
  const id = uuidv7();
  const { participant, refusal } = await register(id, personAt(1));
  expect(refusal).toBeNull();
  expect(participant).toEqual({
    id,
    status: 'REGISTERED',
    name: 'Siti Rahayu',
    version: 1,
    isSynthetic: true,
    region: { code: '32.73' },
    interests: [{ code: 'welding' }],
  });
  const mine = 'query { me { id identity { nik kk phone email } } }';
  const { data } = await pmo.ask(callerOf(id, 'self'), mine);
  const { nik, kk, email } = personAt(1);
  expect(data).toEqual({ me: { id, identity: { nik, kk, phone: '+6281200000001', email } } });
});

test('whoever registered reads all that they stated, and an officer the profile of it', async () => {
  const id = uuidv7();
  const profile = `status name workStatus education occupation isInFormalEducation motivation abilityTest { score seconds }
    region { code } interests { code } phoneConfirmedAt emailConfirmedAt`;
  const stated = { occupation: 'VILLAGE_OFFICIAL', isInFormalEducation: true };
  await register(id, { ...personAt(10), ...stated });
  const { name, workStatus, education, motivation, abilityTest } = personAt(10);
  const participant = {
    status: 'REGISTERED',
    name,
    workStatus,
    education,
    motivation,
    abilityTest,
    ...stated,
    region: { code: '32.73' },
    interests: [{ code: 'welding' }],
    phoneConfirmedAt: null,
    emailConfirmedAt: null,
  };
  const read = `{ participant(id: "${id}") { ${profile} } }`;
  expect((await pmo.ask(callerOf(id, 'self'), read)).data).toEqual({ participant });
  expect((await pmo.ask(callerOf('officer', 'participant:read'), read)).data).toEqual({ participant });
  const key = crypto.randomUUID();
  const again = REGISTER.replace('{ id status', `{ ${profile} id status`);
  type Answer = { registerParticipant: { participant: object } };
  const fresh = await pmo.ask<Answer>(callerOf(uuidv7(), 'self'), again, { key, input: personAt(11) });
  expect(fresh.data.registerParticipant.participant).toMatchObject({ abilityTest, occupation: 'NONE' });
});

const long = (length: number) => 'a'.repeat(length);

const wrong: [fault: string, path: string, change: object][] = [
  ['NIK_NOT_DIGITS', 'nik', { nik: '32739945O1950002' }],
  ['NIK_LENGTH', 'nik', { nik: '327399450195000' }],
  ['NIK_PROVINCE_UNKNOWN', 'nik', { nik: '0173994501950002' }],
  ['NIK_REGION_UNKNOWN', 'nik', { nik: '3299994501950002' }],
  ['NIK_DATE_IMPOSSIBLE', 'nik', { nik: '3273997102950002' }],
  ['NIK_SERIAL_ZERO', 'nik', { nik: '3273994501950000' }],
  ['NIK_BIRTH_DATE_DISAGREES', 'nik', { birthDate: '2006-01-06' }],
  ['BIRTH_DATE_IMPOSSIBLE', 'birthDate', { birthDate: '1995-02-31' }],
  ['AGE_IMPOSSIBLE', 'birthDate', { nik: '3273994501750002', birthDate: '1875-01-05' }],
  ['NIK_CHANGED_BY_SPREADSHEET', 'nik', { nik: '3.27399E+15' }],
  ['KK_MALFORMED', 'kk', { kk: '12' }],
  ['KK_CHANGED_BY_SPREADSHEET', 'kk', { kk: '3,27301E+15' }],
  ['KK_REGION_UNKNOWN', 'kk', { kk: '0000000000000000' }],
  ['KK_DATE_IMPOSSIBLE', 'kk', { kk: '3273014502150003' }],
  ['KK_SERIAL_ZERO', 'kk', { kk: '3273010502150000' }],
  ['KK_IS_NIK', 'kk', { kk: personAt(2).nik }],
  ['PHONE_MALFORMED', 'phone', { phone: 'call me' }],
  ['PHONE_CHANGED_BY_SPREADSHEET', 'phone', { phone: '8.12E+10' }],
  ['PHONE_FOREIGN', 'phone', { phone: '+6591234567' }],
  ['EMAIL_MALFORMED', 'email', { email: 'siti at example.org' }],
  ['NAME_EMPTY', 'name', { name: '  ' }],
  ['NAME_TOO_LONG', 'name', { name: long(101) }],
  ['NAME_MALFORMED', 'name', { name: 'Siti 2' }],
  ['REGION_UNKNOWN', 'region', { region: '99.99' }],
  ['REGION_NOT_REGENCY', 'region', { region: '32' }],
  ['INTEREST_UNKNOWN', 'interests.1', { interests: ['welding', 'witchcraft'] }],
  ['INTERESTS_TOO_MANY', 'interests', { interests: Array(6).fill('welding') }],
  ['INTEREST_REPEATED', 'interests', { interests: ['welding', 'welding'] }],
  ['ABILITY_SCORE_OUT_OF_RANGE', 'abilityTest.score', { abilityTest: { score: 19, seconds: 1 } }],
  ['ABILITY_TIME_OUT_OF_RANGE', 'abilityTest.seconds', { abilityTest: { score: 1, seconds: 1_501 } }],
  ['MOTIVATION_EMPTY', 'motivation', { motivation: '' }],
  ['MOTIVATION_TOO_LONG', 'motivation', { motivation: long(2_001) }],
  ['MOTIVATION_MALFORMED', 'motivation', { motivation: 'a\u0007b' }],
];

test.each(wrong)('%s is refused by that code, at %s', async (code, path, change) => {
  const { refusal, participant } = await register(uuidv7(), { ...personAt(2), ...change });
  expect({ refusal, participant }).toEqual({
    refusal: { code, path: ['input', ...path.split('.')] },
    participant: null,
  });
});

test('every wrong value that can be told has a case here; made-up NIKs are refused in production only', () => {
  expect(valueFaults.filter((fault) => !wrong.some(([code]) => code === fault))).toEqual(['NIK_SYNTHETIC']);
});

test('a wrong value leaves nothing, and can be corrected under its key', async () => {
  const id = uuidv7();
  const key = crypto.randomUUID();
  expect((await register(id, { ...personAt(3), name: '' }, key)).refusal?.code).toBe('NAME_EMPTY');
  expect((await register(id, personAt(3), key)).participant?.id).toBe(id);
});

test('the same key and body answer as before; another body, a second registration and a malformed key are refused', async () => {
  const id = uuidv7();
  const key = crypto.randomUUID();
  const first = await register(id, personAt(4), key);
  const again = await register(id, personAt(4), key);
  expect(again.participant).toEqual(first.participant);
  const codes = [
    (await register(id, { ...personAt(4), name: 'Siti' }, key)).refusal?.code,
    (await register(id, personAt(4))).refusal?.code,
    (await register(uuidv7(), personAt(5), 'short')).refusal?.code,
  ];
  expect(codes).toEqual(['IDEMPOTENCY_KEY_REUSED', 'ALREADY_REGISTERED', 'IDEMPOTENCY_KEY_MALFORMED']);
});

test('who is no person with the scope `self` is refused', async () => {
  const input = personAt(6);
  const codeOf = async (id: string, scope: string) =>
    (
      await pmo.ask<{ registerParticipant: { refusal: { code: string } } }>(callerOf(id, scope), REGISTER, {
        key: crypto.randomUUID(),
        input,
      })
    ).data.registerParticipant.refusal.code;
  expect(await codeOf(uuidv7(), 'participant:read')).toBe('FORBIDDEN');
  expect(await codeOf('synthetic-officer', 'self')).toBe('FORBIDDEN');
});

test('50 accounts that register with one NIK at once are answered alike, and one holds it when the registry has spoken', async () => {
  const free = await register(uuidv7(), personAt(7));
  const ids = Array.from({ length: 50 }, () => uuidv7());
  const answers = await Promise.all(ids.map((id) => register(id, personAt(8))));
  const shapeOf = ({ participant, refusal }: typeof free) =>
    JSON.stringify({ participant: participant && { ...participant, id: '' }, refusal });
  expect(new Set(answers.map(shapeOf))).toEqual(new Set([shapeOf(free)]));
  const claims = async () =>
    (
      await pmo.database.pool.query('select participant_id from nik_claim where nik_index = $1', [
        pmo.vault.blindIndex('nik', personAt(8).nik),
      ])
    ).rows.length;
  expect(await claims()).toBe(0);
  await pmo.services.matchWork.tick();
  expect(await claims()).toBe(1);
  const { rows } = await pmo.database.pool.query(
    'select state, reason, count(*)::int from unconfirmed_identity where participant_id = any($1::uuid[]) group by 1, 2',
    [ids],
  );
  expect(rows).toEqual([{ state: 'NOT_CONFIRMED', reason: 'CLAIMED', count: 49 }]);
});

test('500 NIKs, half of them held: no difference in the answer, and none to speak of in its time', async () => {
  const held = Array.from({ length: 250 }, (_, index) => 1_000 + index);
  for (const at of held) await register(uuidv7(), personAt(at));
  const times = { held: [] as number[], free: [] as number[] };
  const shapes = new Set<string>();
  const probe = async (kind: 'held' | 'free', at: number) => {
    const startedAt = performance.now();
    const { participant, refusal, statements } = await register(uuidv7(), personAt(at));
    times[kind].push(performance.now() - startedAt);
    shapes.add(JSON.stringify({ participant: { ...participant, id: '' }, refusal, statements }));
  };
  for (const at of held) {
    await probe('held', at);
    await probe('free', at + 2_000);
  }
  expect([...shapes]).toHaveLength(1);
  const deviation = mannWhitney(times.held, times.free);
  // By chance alone one run in 16,000 lies beyond; a statement more would lie far beyond.
  expect(Math.abs(deviation)).toBeLessThan(4);
});

/** How many standard deviations the ranks of `one` lie from where equal distributions would put them. */
const mannWhitney = (one: number[], other: number[]): number => {
  const ranked = [...one.map((ms) => ({ ms, isOne: true })), ...other.map((ms) => ({ ms, isOne: false }))];
  ranked.sort((left, right) => left.ms - right.ms);
  const sum = ranked.reduce((total, { isOne }, index) => total + (isOne ? index + 1 : 0), 0);
  const n = one.length;
  const m = other.length;
  const u = sum - (n * (n + 1)) / 2;
  return (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
};
