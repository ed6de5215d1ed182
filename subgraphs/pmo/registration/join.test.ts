import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { JOIN, openWave, personAt, type RefusalAnswer, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { entryInvariants } from './entry.invariants.ts';

const pmo = await openPmo();
await openWave(pmo);
const { register, join, verified } = registering(pmo);
const { database } = pmo;

const codeOf = async (answer: Promise<Partial<RefusalAnswer>>) => (await answer).refusal?.code ?? 'JOINED';

const rowsOf = async (ids: readonly string[]) =>
  (
    await database.pool.query(
      `select count(distinct registration.participant_id)::int as joined, count(distinct kk_claim.participant_id)::int as claims
        from registration full join kk_claim using (participant_id) where participant_id = any($1::uuid[])`,
      [ids],
    )
  ).rows[0];

test('a verified person joins an open wave, and reads the registration', async () => {
  const id = await verified(personAt(1));
  const { registration, reasons, refusal } = await join(id);
  expect({ refusal, reasons }).toEqual({ refusal: null, reasons: null });
  const mine =
    '{ me { status registrations(first: 5) { nodes { status entryId wave { number } reasons { code } } } } }';
  const { data } = await pmo.ask(callerOf(id, 'self'), mine);
  expect(registration).toMatchObject({ status: 'JOINED', wave: { number: 2001 } });
  expect(data).toEqual({
    me: {
      status: 'APPLICANT',
      registrations: {
        nodes: [{ status: 'JOINED', entryId: registration?.entryId, wave: { number: 2001 }, reasons: [] }],
      },
    },
  });
});

test('an entry is the commitment to its person: the salt opens it, is shown to that person only, and fits no other NIK', async () => {
  const id = await verified(personAt(61));
  const other = await verified(personAt(62));
  await join(id);
  const read = '{ me { registrations(first: 1) { nodes { entryId entrySalt } } } }';
  type OwnEntries = { me: { registrations: { nodes: { entryId: string; entrySalt: string }[] } } };
  const { data } = await pmo.ask<OwnEntries>(callerOf(id, 'self'), read);
  const [mine] = data.me.registrations.nodes;
  const opened = async (person: string) =>
    (
      await database.pool.query<{ opened: string }>(
        `select encode(substring(sha256(decode($1, 'hex') || nik_index) for 16), 'hex')::uuid::text as opened
          from nik_claim where participant_id = $2`,
        [mine?.entrySalt, person],
      )
    ).rows[0]?.opened;
  expect(await opened(id)).toBe(mine?.entryId);
  expect(await opened(other)).not.toBe(mine?.entryId);
  const asOfficer = `{ participant(id: "${id}") { registrations(first: 1) { nodes { entrySalt } } } }`;
  const { codes } = await pmo.ask(callerOf('officer-1', 'participant:read'), asOfficer);
  expect(codes).toEqual(['FORBIDDEN']);
  const [{ sql } = { sql: '' }] = entryInvariants;
  expect((await database.pool.query(sql)).rowCount).toBe(0);
  const swap = 'update registration set participant_id = gen_random_uuid() where participant_id = $1';
  await database.pool.query(swap, [id]);
  expect((await database.pool.query(sql)).rowCount).toBe(1);
});

test('a repeated call answers as the first one did; the key is good for one wave', async () => {
  const id = await verified(personAt(2));
  const key = crypto.randomUUID();
  const first = await join(id, 2001, key);
  expect((await join(id, 2001, key)).registration).toEqual(first.registration);
  expect(await codeOf(join(id, 2002, key))).toBe('IDEMPOTENCY_KEY_REUSED');
  expect(await codeOf(join(id))).toBe('ALREADY_JOINED');
});

test('each reason for which one cannot join has a code of its own', async () => {
  await database.pool.query(`insert into wave (number, status, policy_version, opens_at, closes_at) values
    (2010, 'PLANNED', '2023', null, null), (2011, 'CLOSED', '2023', null, null),
    (2012, 'OPEN', '2023', now() + interval '1 day', now() + interval '2 days'),
    (2013, 'OPEN', '2023', now() - interval '2 days', now() - interval '1 day')`);
  const id = await verified(personAt(3));
  const waves: unknown[] = [];
  for (const number of [9_999, 0, 2010, 2012, 2011, 2013]) waves.push(await codeOf(join(id, number)));
  expect(waves).toEqual([
    ...['WAVE_UNKNOWN', 'WAVE_UNKNOWN', 'WAVE_NOT_YET_OPEN', 'WAVE_NOT_YET_OPEN', 'WAVE_CLOSED', 'WAVE_CLOSED'],
  ]);
  const fresh = uuidv7();
  await register(fresh, personAt(4));
  const second = await verified(personAt(3));
  expect([
    await codeOf(join(uuidv7())),
    await codeOf(join(fresh)),
    await codeOf(join(second)),
    await codeOf(join('synthetic-officer')),
    await codeOf(join(id, 2001, 'short')),
  ]).toEqual(['NOT_REGISTERED', 'NOT_VERIFIED', 'IDENTITY_NOT_CONFIRMED', 'FORBIDDEN', 'IDEMPOTENCY_KEY_MALFORMED']);
});

test('whom the policy does not allow is told every reason, and the decision is kept', async () => {
  const id = await verified({ ...personAt(5), occupation: 'CIVIL_SERVANT', isInFormalEducation: true });
  const { refusal, reasons, registration } = await join(id);
  expect({ code: refusal?.code, registration }).toEqual({ code: 'INELIGIBLE', registration: null });
  expect(reasons).toHaveLength(2);
  const { rows } = await database.pool.query(
    'select purpose, policy_version, reasons from policy_decision where participant_id = $1',
    [id],
  );
  expect(rows).toEqual([{ purpose: 'JOIN', policy_version: '2023', reasons: reasons?.map(({ code }) => code) }]);
});

const decisionsOf = async (id: string) =>
  (await database.pool.query('select reasons from policy_decision where participant_id = $1 order by id', [id])).rows;

test('whoever is refused again for the same facts leaves one decision, with one key or many, also at once', async () => {
  const id = await verified({ ...personAt(10), occupation: 'CIVIL_SERVANT' });
  const key = crypto.randomUUID();
  const keys = Array.from({ length: 50 }, (_, index) => (index < 40 ? key : crypto.randomUUID()));
  const codes = await Promise.all(keys.map((each) => codeOf(join(id, 2001, each))));
  expect(new Set(codes)).toEqual(new Set(['INELIGIBLE']));
  expect(await decisionsOf(id)).toHaveLength(1);
  await database.pool.query('update participant set is_in_formal_education = true where id = $1', [id]);
  expect((await join(id, 2001, key)).reasons).toHaveLength(2);
  expect(await codeOf(join(id, 2001, key))).toBe('INELIGIBLE');
  expect((await decisionsOf(id)).map(({ reasons }) => reasons.length)).toEqual([1, 2]);
  const mine = '{ me { registrations(first: 5) { nodes { status } } } }';
  expect((await pmo.ask(callerOf(id, 'self'), mine)).data).toEqual({ me: { registrations: { nodes: [] } } });
  const mended = "update participant set is_in_formal_education = false, occupation = 'NONE' where id = $1";
  await database.pool.query(mended, [id]);
  expect(await codeOf(join(id, 2001, key))).toBe('JOINED');
  expect(await decisionsOf(id)).toHaveLength(3);
  expect((await pmo.ask(callerOf(id, 'self'), mine)).data).toMatchObject({
    me: { registrations: { nodes: [{ status: 'JOINED' }] } },
  });
});

test('who is on a barred list cannot join; who left it can', async () => {
  const id = await verified(personAt(6));
  const { rows } = await database.pool.query('select nik_index from nik_claim where participant_id = $1', [id]);
  await database.pool.query(`insert into barred_entry (list, nik_index, added_in) values ('STATE_OFFICIALS', $1, 1)`, [
    rows[0].nik_index,
  ]);
  expect(await codeOf(join(id))).toBe('INELIGIBLE');
  await database.pool.query('update barred_entry set removed_in = 2');
  expect(await codeOf(join(id))).toBe('JOINED');
});

test('200 joins of one NIK at once make one registration', async () => {
  const id = await verified(personAt(7));
  const codes = await Promise.all(Array.from({ length: 200 }, () => codeOf(join(id))));
  const counted = Map.groupBy(codes, (code) => code);
  expect([counted.get('JOINED')?.length, counted.get('ALREADY_JOINED')?.length]).toEqual([1, 199]);
  expect(await rowsOf([id])).toEqual({ joined: 1, claims: 1 });
});

test('of 50 people of one family card who join at once, two are in', async () => {
  const people = Array.from({ length: 50 }, (_, index) => personAt(100 + index, '3273990101999999'));
  const ids = await Promise.all(people.map(verified));
  const codes = await Promise.all(ids.map((id) => codeOf(join(id))));
  const counted = Map.groupBy(codes, (code) => code);
  expect([counted.get('JOINED')?.length, counted.get('KK_FULL')?.length]).toEqual([2, 48]);
  expect(await rowsOf(ids)).toEqual({ joined: 2, claims: 2 });
});

test('while an officer closes the wave, whoever was answered JOINED is in it, and nobody else', async () => {
  await database.pool.query(`insert into wave (number, status, policy_version) values (2020, 'OPEN', '2023')`);
  await database.pool.query('create table registration_w2020 partition of registration for values in (2020)');
  const ids = await Promise.all(Array.from({ length: 40 }, (_, index) => verified(personAt(200 + index))));
  const joins = ids.map((id) => codeOf(join(id, 2020)));
  const close = database.pool.query(`update wave set status = 'CLOSED' where number = 2020`);
  const codes = await Promise.all(joins);
  await close;
  const { rows } = await database.pool.query('select participant_id from registration where wave_number = 2020');
  const joined = ids.filter((_, index) => codes[index] === 'JOINED');
  expect(rows.map(({ participant_id: id }) => id).sort()).toEqual(joined.sort());
  expect(codes.filter((code) => code !== 'JOINED').every((code) => code === 'WAVE_CLOSED')).toBe(true);
});

test('registrations are for the person and for officers', async () => {
  const id = await verified(personAt(8));
  await join(id);
  const read = `{ participant(id: "${id}") { registrations(first: 1) { nodes { entryId } } } }`;
  const seen = async (scope: string, subject = uuidv7()) => (await pmo.ask(callerOf(subject, scope), read)).codes;
  expect([await seen('participant:read'), await seen('self', id)]).toEqual([[], []]);
  expect([await seen('self'), await seen('enrollment:read')]).toEqual([['FORBIDDEN'], ['FORBIDDEN']]);
});

test('joining takes two statements, one that reads and one that writes', async () => {
  const id = await verified(personAt(9));
  const document = JOIN.replace('{ status entryId wave { number } }', '{ status entryId }');
  const { statements } = await pmo.ask(callerOf(id, 'self'), document, { wave: 2001, key: crypto.randomUUID() });
  expect(statements).toBe(2);
});
