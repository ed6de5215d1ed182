import { expect, inject, test } from 'vitest';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { graphClient } from '../testkit/client.ts';
import { personAt } from '../testkit/registration.ts';

const as = graphClient(inject('stack'));
const key = () => `"${crypto.randomUUID()}"`;
const REFUSAL = '{ refusal { code message path } }';
const PERSON = personAt(9_001);

interface RefusalPayload {
  done: { refusal: { code: string; message: string; path: string[] } | null };
}
interface WrongInput {
  code: string;
  role?: string;
  /** The mutation with its arguments. */
  mutation: string;
  input?: object;
}

const registration = (code: string, wrong: object): WrongInput => ({
  code,
  role: 'participant',
  input: { ...PERSON, ...wrong },
  mutation: `registerParticipant(idempotencyKey: ${key()}, input: $input)`,
});
const wave = (code: string, wrong: string): WrongInput => {
  const right = { number: '910001', quota: '5', opensAt: '"2090-01-01T00:00:00Z"', closesAt: '"2090-01-05T00:00:00Z"' };
  const given = wrong.split(':')[0] ?? '';
  const others = Object.entries(right).flatMap(([name, value]) => (name === given ? [] : [`${name}: ${value}`]));
  return { code, mutation: `createWave(idempotencyKey: ${key()}, input: { ${[wrong, ...others].join(', ')} })` };
};
const list = (code: string, wrong: object): WrongInput => {
  const right = { source: 'Kementerian PANRB', listDate: '2026-11-01', file: 'none.csv', sha256: '0'.repeat(64) };
  const input = Object.entries({ ...right, ...wrong }).map(([name, value]) => `${name}: "${value}"`);
  return {
    code,
    mutation: `importBarredList(idempotencyKey: ${key()}, input: { list: STUDENTS, ${input.join(', ')} })`,
  };
};
const person = (code: string, mutation: string): WrongInput => ({ code, role: 'participant', mutation });
const officer = (code: string, mutation: string): WrongInput => ({ code, mutation });
const reoffer = (code: string, { from = 1001, to = 1005, places = 1, decision = 'KEP-9/2026' }) =>
  officer(code, `reofferQuota(from: ${from}, to: ${to}, places: ${places}, decisionNumber: "${decision}")`);

const wrongs: WrongInput[] = [
  registration('NIK_LENGTH', { nik: '32739945019500' }),
  registration('NIK_NOT_DIGITS', { nik: '327399450195000O' }),
  registration('NIK_PROVINCE_UNKNOWN', { nik: '9973994501950001' }),
  registration('NIK_REGION_UNKNOWN', { nik: '3299994501950001' }),
  registration('NIK_DATE_IMPOSSIBLE', { nik: '3273997102950001' }),
  registration('NIK_BIRTH_DATE_DISAGREES', { birthDate: '2006-01-06' }),
  registration('NIK_SERIAL_ZERO', { nik: '3273994501950000' }),
  registration('BIRTH_DATE_IMPOSSIBLE', { birthDate: '1995-02-30' }),
  registration('AGE_IMPOSSIBLE', { birthDate: '1880-01-05' }),
  registration('NIK_CHANGED_BY_SPREADSHEET', { nik: '3.27399E+15' }),
  registration('KK_CHANGED_BY_SPREADSHEET', { kk: '3.27399E+15' }),
  registration('KK_REGION_UNKNOWN', { kk: '0000000000000000' }),
  registration('KK_DATE_IMPOSSIBLE', { kk: '3273014502150003' }),
  registration('KK_SERIAL_ZERO', { kk: '3273010502150000' }),
  registration('PHONE_CHANGED_BY_SPREADSHEET', { phone: '8.12E+10' }),
  registration('KK_MALFORMED', { kk: '32739901' }),
  registration('KK_IS_NIK', { kk: PERSON.nik }),
  registration('NAME_EMPTY', { name: '  ' }),
  registration('NAME_TOO_LONG', { name: 'Siti '.repeat(30) }),
  registration('NAME_MALFORMED', { name: 'Siti <script>' }),
  registration('PHONE_MALFORMED', { phone: '12' }),
  registration('PHONE_FOREIGN', { phone: '+6591234567' }),
  registration('EMAIL_MALFORMED', { email: 'siti@' }),
  registration('REGION_UNKNOWN', { region: '99.99' }),
  registration('REGION_NOT_REGENCY', { region: '32' }),
  registration('MOTIVATION_EMPTY', { motivation: ' ' }),
  registration('MOTIVATION_TOO_LONG', { motivation: 'a'.repeat(2_001) }),
  registration('INTERESTS_TOO_MANY', { interests: Array(6).fill('welding') }),
  registration('INTEREST_UNKNOWN', { interests: ['flying'] }),
  registration('INTEREST_REPEATED', { interests: ['cyber-security', 'cyber-security'] }),
  registration('ABILITY_SCORE_OUT_OF_RANGE', { abilityTest: { score: 19, seconds: 900 } }),
  registration('ABILITY_TIME_OUT_OF_RANGE', { abilityTest: { score: 12, seconds: 1_501 } }),
  person('IDEMPOTENCY_KEY_MALFORMED', 'joinWave(number: 1005, idempotencyKey: "short")'),
  person('WAVE_UNKNOWN', `joinWave(number: 77, idempotencyKey: ${key()})`),
  person('WAVE_CLOSED', `joinWave(number: 1004, idempotencyKey: ${key()})`),
  person('NOT_REGISTERED', `joinWave(number: 1005, idempotencyKey: ${key()})`),
  person('CODE_MALFORMED', 'confirmVerificationCode(channel: PHONE, code: "12")'),
  officer('FORBIDDEN', 'pauseVacancy(vacancy: "0")'),
  wave('WAVE_NUMBER_INVALID', 'number: 0'),
  wave('WAVE_EXISTS', 'number: 1005'),
  wave('WAVE_QUOTA_INVALID', 'quota: 0'),
  wave('WAVE_SCHEDULE_INVALID', 'closesAt: "2089-12-31T00:00:00Z"'),
  wave('POLICY_UNKNOWN', 'policyVersion: "1999"'),
  officer('WAVE_TRANSITION_ILLEGAL', 'openWave(number: 1003)'),
  reoffer('DECISION_NUMBER_MALFORMED', { decision: 'K' }),
  reoffer('SAME_WAVE', { to: 1001 }),
  reoffer('WAVE_FROZEN', { to: 1004 }),
  reoffer('PLACES_NOT_FREE', { places: 1_000 }),
  list('SOURCE_MALFORMED', { source: 'x' }),
  list('LIST_DATE_INVALID', { listDate: '2999-01-01' }),
  list('SHA256_MALFORMED', { sha256: 'abc' }),
  list('FILE_UNKNOWN', { file: '../secrets' }),
];

const ask = async ({ role = 'officer', mutation, input }: WrongInput, language: string) => {
  const signature = input ? '($input: RegisterParticipantInput!)' : '';
  const caller = role === 'participant' ? as(role, uuidv7()) : as(role);
  const query = `mutation ${signature} { done: ${mutation} ${REFUSAL} }`;
  const { data, errors } = await caller.query<RefusalPayload>(query, { input }, { 'accept-language': language });
  expect(errors).toBeUndefined();
  return data.done.refusal;
};

test.each(wrongs)('$code is refused in words, in English and in Indonesian', async (wrong) => {
  const [english, indonesian] = await Promise.all([ask(wrong, 'en'), ask(wrong, 'id')]);
  expect([english?.code, indonesian?.code]).toEqual([wrong.code, wrong.code]);
  expect(english?.message.length).toBeGreaterThan(15);
  expect(indonesian?.message).not.toBe(english?.message);
});

test('each of more than 30 kinds of bad input has a code of its own', () => {
  expect(new Set(wrongs.map(({ code }) => code)).size).toBe(wrongs.length);
  expect(wrongs.length).toBeGreaterThan(30);
});
