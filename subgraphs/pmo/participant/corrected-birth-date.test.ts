import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';

const pmo = await openPmo();
await openWave(pmo);
const { register, verified, join } = registering(pmo);
const officer = callerOf('officer', 'participant:read participant:correct');
const { pool } = pmo.database;

const REGISTERED = '1995-01-05';
const stored = async (id: string) =>
  (
    await pool.query(
      'select birth_date::text as stated, nik_birth_date::text as "inNik", version from participant where id = $1',
      [id],
    )
  ).rows[0];

const correctBy = async (caller: typeof officer, participantId: string, change: string) => {
  const expectedVersion = (await stored(participantId)).version;
  const { data, errors } = await pmo.ask<{ correctRegistration: { refusal: { code: string } | null } }>(
    caller,
    `mutation { correctRegistration(idempotencyKey: "${crypto.randomUUID()}", input: {
      participantId: "${participantId}", expectedVersion: ${expectedVersion}, reason: "Akta kelahiran", ${change} })
      { participant { id } refusal { code } } }`,
  );
  expect(errors).toEqual([]);
  return data.correctRegistration.refusal?.code ?? null;
};

test('a corrected date is taken at registration, and marked for officers to find and for the person to see', async () => {
  const corrected = uuidv7();
  const plain = uuidv7();
  expect((await register(corrected, { ...personAt(101), birthDate: '1995-01-06' })).refusal).toBeNull();
  expect((await register(plain, personAt(102))).refusal).toBeNull();
  expect(await stored(corrected)).toMatchObject({ stated: '1995-01-06', inNik: REGISTERED });
  expect(await stored(plain)).toMatchObject({ stated: REGISTERED, inNik: null });
  const own = async (id: string) => (await pmo.ask(callerOf(id, 'self'), '{ me { nikBirthDateStatus } }')).data;
  expect(await own(corrected)).toEqual({ me: { nikBirthDateStatus: 'DISAGREES' } });
  expect(await own(plain)).toEqual({ me: { nikBirthDateStatus: 'AGREES' } });
  const listed = async (filter: string) => {
    type List = { participants: { nodes: { id: string }[] } };
    const document = `{ participants(first: 100, filter: { ${filter} }) { nodes { id } } }`;
    return (await pmo.ask<List>(officer, document)).data.participants.nodes.map(({ id }) => id);
  };
  expect(await listed('nikBirthDateStatus: DISAGREES')).toEqual([corrected]);
  expect(await listed('nikBirthDateStatus: DISAGREES, nikRegionStatus: CURRENT')).toEqual([corrected]);
  expect(await listed('nikBirthDateStatus: DISAGREES, nikRegionStatus: UNLISTED')).toEqual([]);
  expect(await listed('nikBirthDateStatus: AGREES')).toEqual([plain]);
});

test('the mark is for the person and for officers', async () => {
  const id = uuidv7();
  await register(id, personAt(103));
  const document = `{ participant(id: "${id}") { nikBirthDateStatus } }`;
  const stranger = await pmo.ask(callerOf(uuidv7(), 'self'), document);
  expect([stranger.data, stranger.codes]).toEqual([{ participant: null }, ['FORBIDDEN']]);
});

test("an officer's correction takes the date, another takes the mark off again", async () => {
  const id = uuidv7();
  await register(id, personAt(104));
  expect(await correctBy(officer, id, 'birthDate: "1995-01-06"')).toBeNull();
  expect(await stored(id)).toMatchObject({ stated: '1995-01-06', inNik: REGISTERED });
  expect(await correctBy(officer, id, 'name: "Siti"')).toBeNull();
  expect(await stored(id)).toMatchObject({ inNik: REGISTERED });
  expect(await correctBy(callerOf(id, 'self'), id, `birthDate: "${REGISTERED}"`)).toBeNull();
  expect(await stored(id)).toMatchObject({ stated: REGISTERED, inNik: null });
});

test('a date that is far from that of the NIK is entered by an officer alone', async () => {
  const id = uuidv7();
  await register(id, personAt(105));
  expect(await correctBy(callerOf(id, 'self'), id, 'birthDate: "1980-01-06"')).toBe('NIK_BIRTH_DATE_DISAGREES');
  expect(await correctBy(officer, id, 'birthDate: "1980-01-06"')).toBeNull();
  expect(await stored(id)).toMatchObject({ stated: '1980-01-06', inNik: REGISTERED });
});

test('nobody comes of age by a statement: until the check the later of the two dates counts', async () => {
  const of = (year: string) => ({ nik: personAt(106).nik.replace('450195', `4501${year}`) });
  const child = await verified({ ...personAt(106), ...of('12'), birthDate: '2003-01-05' });
  const adult = await verified({ ...personAt(107), birthDate: '1996-01-05' });
  const ageRule = async (id: string) => {
    type Eligibility = { participant: { eligibility: { reasons: { code: string }[] } } };
    const document = `{ participant(id: "${id}") { eligibility { reasons { code } } } }`;
    return (await pmo.ask<Eligibility>(officer, document)).data.participant.eligibility.reasons.map(({ code }) => code);
  };
  expect(await ageRule(child)).toEqual(['AGE_BELOW_MINIMUM']);
  expect(await ageRule(adult)).toEqual([]);
  expect((await join(adult)).refusal).toBeNull();
});

test('the database keeps no mark where the dates agree, whoever writes it', async () => {
  const id = uuidv7();
  await register(id, { ...personAt(108), birthDate: '1995-01-06' });
  const change = pool.query('update participant set nik_birth_date = birth_date where id = $1', [id]);
  await expect(change).rejects.toMatchObject({ code: '23514', constraint: 'participant_nik_birth_date_ck' });
});
