import { expect, test } from 'vitest';
import { codeOf, correcting, newPeople } from '../../../tests/testkit/correction.ts';
import { moveRegistrationsTo } from '../../../tests/testkit/moves.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { invariants as policyInvariants } from '../policy/policy.invariants.ts';

const pmo = await openPmo();
await openWave(pmo);
const { registered, verified } = newPeople(pmo);
const { register, join } = registering(pmo);
const { correct, correctFor } = correcting(pmo);
const { pool } = pmo.database;

const identityOf = async (id: string) => {
  const read = '{ me { identity { nik kk phone email } } }';
  return (await pmo.ask<{ me: { identity: object } }>(callerOf(id, 'self'), read)).data.me.identity;
};

test('a person corrects what they stated: the profile is as corrected, one version further', async () => {
  const { id } = await registered();
  const { participant, refusal } = await correct(id, {
    name: '  Siti  Rahayu Ningsih ',
    region: '3204',
    education: 'DIPLOMA',
    workStatus: 'WORKER',
    occupation: 'POLICE',
    isInFormalEducation: true,
    motivation: 'Ingin usaha.',
    interests: ['barbering', 'welding'],
  });
  expect(refusal).toBeNull();
  expect(participant).toMatchObject({ name: 'Siti Rahayu Ningsih', version: 2, region: { code: '32.04' } });
  const { rows } = await pool.query(
    'select education, occupation, is_in_formal_education, motivation, interests from participant where id = $1',
    [id],
  );
  expect(rows).toEqual([
    {
      education: 'DIPLOMA',
      occupation: 'POLICE',
      is_in_formal_education: true,
      motivation: 'Ingin usaha.',
      interests: ['barbering', 'welding'],
    },
  ]);
});

test('it costs two statements, and one to read the answer', async () => {
  const { id, at } = await registered();
  const document = `mutation ($key: String!, $input: CorrectRegistrationInput!) {
    correctRegistration(idempotencyKey: $key, input: $input) { participant { version } refusal { code } } }`;
  const input = { expectedVersion: 1, reason: 'Salah ketik.', name: 'Siti', nik: personAt(at).nik };
  const { data, statements } = await pmo.ask(callerOf(id, 'self'), document, { key: crypto.randomUUID(), input });
  expect([data, statements]).toEqual([{ correctRegistration: { participant: { version: 2 }, refusal: null } }, 3]);
});

const long = (length: number) => 'a'.repeat(length);

const wrong: [code: string, path: string, change: object][] = [
  ['NIK_NOT_DIGITS', 'nik', { nik: '32739945O1950002' }],
  ['NIK_LENGTH', 'nik', { nik: '327399450195000' }],
  ['NIK_PROVINCE_UNKNOWN', 'nik', { nik: '0173994501950002' }],
  ['NIK_REGION_UNKNOWN', 'nik', { nik: '3299994501950002' }],
  ['NIK_DATE_IMPOSSIBLE', 'nik', { nik: '3273997102950002' }],
  ['NIK_SERIAL_ZERO', 'nik', { nik: '3273994501950000' }],
  ['NIK_BIRTH_DATE_DISAGREES', 'nik', { nik: '3273994601830002' }],
  ['NIK_BIRTH_DATE_DISAGREES', 'nik', { nik: '3273994601950002', birthDate: '2008-01-07' }],
  ['NIK_BIRTH_DATE_DISAGREES', 'birthDate', { birthDate: '2006-01-06' }],
  ['BIRTH_DATE_IMPOSSIBLE', 'birthDate', { birthDate: '1995-02-31' }],
  ['AGE_IMPOSSIBLE', 'birthDate', { birthDate: '1895-01-05' }],
  ['KK_MALFORMED', 'kk', { kk: '12' }],
  ['NIK_CHANGED_BY_SPREADSHEET', 'nik', { nik: '3.27399E+15' }],
  ['NIK_REGION_UNKNOWN', 'nik', { nik: '3273004501950002' }],
  ['KK_CHANGED_BY_SPREADSHEET', 'kk', { kk: '3,27399E+15' }],
  ['KK_REGION_UNKNOWN', 'kk', { kk: '0000000000000000' }],
  ['KK_DATE_IMPOSSIBLE', 'kk', { kk: '3273014502150003' }],
  ['KK_SERIAL_ZERO', 'kk', { kk: '3273010502150000' }],
  ['KK_IS_NIK', 'kk', { kk: personAt(900).nik, nik: personAt(900).nik }],
  ['KK_IS_NIK', 'nik', { nik: '3273990501950901' }],
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
  ['MOTIVATION_EMPTY', 'motivation', { motivation: '' }],
  ['MOTIVATION_TOO_LONG', 'motivation', { motivation: long(2_001) }],
  ['MOTIVATION_MALFORMED', 'motivation', { motivation: 'a\u0007b' }],
  ['REASON_MALFORMED', 'reason', { name: 'Siti', reason: ' ' }],
  ['REASON_MALFORMED', 'reason', { name: 'Siti', reason: long(501) }],
  ['REASON_MALFORMED', 'reason', { name: 'Siti', reason: '\u200b\u00ad' }],
  [
    'CORRECTION_EMPTY',
    '',
    { name: '\u202aSiti\u00a0Rahayu\u202c', phone: '０８１２–００００–０９０１', kk: "'3273990501950901" },
  ],
  ['REASON_MALFORMED', 'reason', { name: 'Siti', reason: 'a\u0007b' }],
  ['CORRECTION_EMPTY', '', {}],
  ['CORRECTION_EMPTY', '', { name: null, nik: null }],
  ['CORRECTION_EMPTY', '', { name: 'Siti Rahayu', birthDate: '1995-01-05', phone: '+62 812 0000 0901' }],
  ['VERSION_CHANGED', 'expectedVersion', { name: 'Siti', expectedVersion: 2 }],
];

const faulty = uuidv7();
await register(faulty, { ...personAt(901), kk: '3273990501950901' });

test.each(wrong)('%s is refused by that code, at "%s", for %o, and leaves nothing', async (code, path, change) => {
  const { refusal, participant } = await correct(faulty, change);
  const at = ['input', ...path.split('.')].filter(Boolean);
  expect({ refusal, participant }).toEqual({ refusal: { code, path: at }, participant: null });
  const left =
    'select version, (select count(*)::int from participant_revision where participant_id = id) from participant where id = $1';
  expect((await pool.query(left, [faulty])).rows).toEqual([{ version: 1, count: 0 }]);
});

test('who may correct whom: the person, and an officer with the scope', async () => {
  const { id, at } = await registered();
  const other = await registered();
  const name = 'Siti';
  const reader = callerOf('officer', 'participant:read participant:erase identity:read');
  expect([
    await codeOf(correctFor(id, { name }, callerOf(other.id, 'self'))),
    await codeOf(correctFor(id, { name }, reader)),
    await codeOf(correctFor(uuidv7(), { name })),
    await codeOf(correctFor('siti', { name })),
    await codeOf(correct(uuidv7(), { name })),
    await codeOf(correct(id, { name }, 'short')),
  ]).toEqual([
    ...['FORBIDDEN', 'FORBIDDEN', 'PARTICIPANT_UNKNOWN', 'PARTICIPANT_UNKNOWN', 'NOT_REGISTERED'],
    'IDEMPOTENCY_KEY_MALFORMED',
  ]);
  const byOfficer = await correctFor(id.toUpperCase(), { name, kk: personAt(at + 5_000).kk });
  expect(byOfficer.participant).toMatchObject({ name, version: 2 });
  const blind = await correctFor(id, { name: 'Sita', expectedVersion: 2 }, callerOf('clerk', 'participant:correct'));
  expect([blind.refusal, blind.participant]).toEqual([null, null]);
});

test('the same key and body answer as before; another body under the key is refused', async () => {
  const { id, at } = await registered();
  const key = crypto.randomUUID();
  const stated = { name: 'Siti', phone: `0812${String(at + 70_000_000).padStart(8, '0')}`, nik: personAt(at).nik };
  const first = await correct(id, stated, key);
  const respelled = { ...stated, phone: stated.phone.replace('0812', '+62 812 ') };
  expect((await correct(id, respelled, key)).participant).toEqual(first.participant);
  expect(await codeOf(correct(id, { ...stated, name: 'Sita' }, key))).toBe('IDEMPOTENCY_KEY_REUSED');
  expect(await codeOf(correct(id, { ...stated, nik: personAt(at + 1).nik }, key))).toBe('IDEMPOTENCY_KEY_REUSED');
  expect(await codeOf(correct(id, stated))).toBe('VERSION_CHANGED');
  const refused = crypto.randomUUID();
  expect(await codeOf(correct(id, { name: '', expectedVersion: 2 }, refused))).toBe('NAME_EMPTY');
  expect(await codeOf(correct(id, { name: 'Sita', expectedVersion: 2 }, refused))).toBe('DONE');
});

test('another phone or e-mail address has to be confirmed; the rest of a correction does not', async () => {
  const { id, at } = await verified();
  expect((await correct(id, { name: 'Siti' })).participant).toMatchObject({ status: 'VERIFIED' });
  const { participant } = await correct(id, { expectedVersion: 2, phone: '0812 9999 0001' });
  expect(participant).toMatchObject({
    status: 'REGISTERED',
    phoneConfirmedAt: null,
    emailConfirmedAt: expect.any(String),
  });
  expect(await identityOf(id)).toMatchObject({ phone: '+6281299990001', email: personAt(at).email });
  expect(await codeOf(join(id))).toBe('NOT_VERIFIED');
  const { rows } = await pool.query(
    'select phone_index, email_index from participant_identity where participant_id = $1',
    [id],
  );
  expect(rows).toEqual([
    {
      phone_index: pmo.vault.blindIndex('phone', '+6281299990001'),
      email_index: pmo.vault.blindIndex('email', personAt(at).email),
    },
  ]);
});

test('a code that was sent to the former number confirms nothing', async () => {
  const { id } = await registered();
  const me = callerOf(id, 'self');
  await pmo.ask(me, 'mutation { requestVerificationCode(channel: PHONE) { refusal { code } } }');
  const code = pmo.sent.at(-1)?.code;
  await correct(id, { phone: '0812 9999 0002' });
  const confirm = `mutation { confirmVerificationCode(channel: PHONE, code: "${code}") { refusal { code } } }`;
  type ConfirmAnswer = { confirmVerificationCode: { refusal: { code: string } } };
  const { data } = await pmo.ask<ConfirmAnswer>(me, confirm);
  expect(data.confirmVerificationCode.refusal.code).toBe('CODE_NOT_REQUESTED');
});

test('who corrects the phone in a wave confirms it before the next one', async () => {
  const { id } = await verified();
  await join(id);
  expect((await correct(id, { phone: '0812 9999 0004' })).participant).toMatchObject({ status: 'APPLICANT' });
  // As announcing leaves whoever was not selected.
  await pool.query('delete from kk_claim where participant_id = $1', [id]);
  await pool.query(`update participant set status = 'VERIFIED' where id = $1`, [id]);
  await pool.query(`insert into wave (number, status, policy_version) values (2002, 'OPEN', '2023')`);
  await pool.query('create table registration_w2002 partition of registration for values in (2002)');
  expect(await codeOf(join(id, 2002))).toBe('NOT_VERIFIED');
  await pool.query(`update participant set phone_confirmed_at = now() where id = $1`, [id]);
  await moveRegistrationsTo(pool, [id], 'NOT_SELECTED');
  expect(await codeOf(join(id, 2002))).toBe('DONE');
});

test('a registration in a wave keeps its region when the person moves', async () => {
  const { id } = await verified();
  await join(id);
  expect((await correct(id, { region: '32.04' })).participant?.region.code).toBe('32.04');
  const { rows } = await pool.query('select region_code from registration where participant_id = $1', [id]);
  expect(rows).toEqual([{ region_code: '32.73' }]);
});

test('a decision keeps the facts that it was made on, and replays to the same answer after a correction', async () => {
  const { id } = await verified({ occupation: 'POLICE' });
  const decisions = async () => {
    const text = `select facts, reasons from policy_decision join policy_facts on hash = facts_hash
      where participant_id = $1 order by id`;
    return (await pool.query(text, [id])).rows;
  };
  expect((await join(id)).refusal?.code).toBe('INELIGIBLE');
  const before = await decisions();
  expect(await codeOf(correct(id, { occupation: 'NONE', workStatus: 'WORKER' }))).toBe('DONE');
  expect(await decisions()).toEqual(before);
  expect((await join(id)).refusal).toBeNull();
  const facts = (await decisions()).map((decision) => decision.facts);
  expect(facts).toEqual([
    expect.stringContaining('occupation=POLICE'),
    expect.stringContaining('work=WORKER occupation=NONE'),
  ]);
  for (const { name, sql } of policyInvariants) expect([name, (await pool.query(sql)).rows]).toEqual([name, []]);
});

test('nothing changes for an erased person', async () => {
  const { id } = await registered();
  const eraser = callerOf('officer', 'participant:erase');
  await pmo.ask(eraser, `mutation { eraseParticipant(id: "${id}") { refusal { code } } }`);
  const change = { name: 'Siti', phone: '0812 9999 0003' };
  expect([await codeOf(correct(id, change)), await codeOf(correctFor(id, change))]).toEqual(
    Array(2).fill('PARTICIPANT_ERASED'),
  );
});

test('a person without a sealed identity is corrected too; a birth date alone has nothing to agree with', async () => {
  const id = uuidv7();
  await pool.query(
    `insert into participant (id, status, name, birth_date, region_code, work_status, registered_at)
      values ($1, 'VERIFIED', 'Ani', '1995-01-05', '32.73', 'WORKER', now())`,
    [id],
  );
  expect((await correct(id, { birthDate: '1995-01-06' })).refusal).toEqual({
    code: 'NIK_MISSING',
    path: ['input', 'nik'],
  });
  expect(await codeOf(correct(id, { name: 'Ani Lestari' }))).toBe('DONE');
  expect(await codeOf(correct(id, { nik: personAt(9_100).nik, expectedVersion: 2 }))).toBe('DONE');
  expect(await identityOf(id)).toEqual({ nik: personAt(9_100).nik, kk: null, phone: null, email: null });
});
