import { expect, test } from 'vitest';
import { codeOf, correcting, newPeople } from '../../../tests/testkit/correction.ts';
import { moveRegistrationsTo } from '../../../tests/testkit/moves.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { invariants } from './correction.invariants.ts';

const pmo = await openPmo();
await openWave(pmo);
const { registered, verified } = newPeople(pmo);
const { register, join } = registering(pmo);
const { correct, claimOf } = correcting(pmo);
const { pool } = pmo.database;

const identityOf = async (id: string) => {
  const read = '{ me { identity { nik kk phone email } } }';
  return (await pmo.ask<{ me: { identity: object } }>(callerOf(id, 'self'), read)).data.me.identity;
};

const award = (id: string) => pool.query('insert into award_claim values ($1, 2001)', [id]);

test('NIK, family card and birth date change together, and with them the claim and what the NIK tells', async () => {
  const { id, at } = await registered();
  const nik = '3273990701960777';
  const kk = personAt(at + 6_000).kk;
  expect(await codeOf(correct(id, { nik: '3273.9907.0196.0777', kk, birthDate: '1996-01-07' }))).toBe('DONE');
  expect(await identityOf(id)).toMatchObject({ nik, kk });
  expect([await claimOf(nik), await claimOf(personAt(at).nik)]).toEqual([id, undefined]);
  const { rows } = await pool.query(
    'select sex, birth_date::text, kk_index from participant join participant_identity on participant_id = id where id = $1',
    [id],
  );
  expect(rows).toEqual([{ sex: 'MALE', birth_date: '1996-01-07', kk_index: pmo.vault.blindIndex('kk', kk) }]);
});

test('a NIK that somebody holds is answered like a free one; left by its holder, it is confirmed when it is stated again', async () => {
  const siti = await registered();
  const budi = await registered();
  const nik = personAt(siti.at).nik;
  const shapeOf = ({ participant, refusal, statements }: Awaited<ReturnType<typeof correct>>) =>
    JSON.stringify({ participant: { ...participant, id: '' }, refusal, statements });
  const ofHeld = await correct(budi.id, { nik });
  const free = await registered();
  expect(shapeOf(ofHeld)).toBe(shapeOf(await correct(free.id, { nik: personAt(free.at + 7_000).nik })));
  expect([await claimOf(nik), await claimOf(personAt(budi.at).nik)]).toEqual([siti.id, undefined]);
  await pool.query(`update participant set status = 'VERIFIED' where id = $1`, [budi.id]);
  expect(await codeOf(join(budi.id))).toBe('IDENTITY_NOT_CONFIRMED');
  expect(await codeOf(correct(siti.id, { nik: personAt(siti.at + 7_000).nik }))).toBe('DONE');
  expect(await codeOf(correct(budi.id, { nik, expectedVersion: 2 }))).toBe('DONE');
  expect(await claimOf(nik)).toBe(budi.id);
  // Stated once more it is a correction for its holder too, or the answer would tell whether one is.
  expect(await codeOf(correct(budi.id, { nik, expectedVersion: 3 }))).toBe('DONE');
  expect(await claimOf(nik)).toBe(budi.id);
});

test('a person takes three NIKs a day, and nobody uses up those of another', async () => {
  const { nik } = personAt(8_500);
  const codes: string[] = [];
  await register(uuidv7(), { ...personAt(8_500) });
  for (let index = 0; index < 5; index += 1) codes.push(await codeOf(correct((await registered()).id, { nik })));
  expect(codes).toEqual(Array(5).fill('DONE'));
  const { id } = await registered();
  const mine: string[] = [];
  for (let index = 1; index < 5; index += 1) {
    mine.push(await codeOf(correct(id, { nik: personAt(8_500 + index).nik, expectedVersion: index })));
  }
  expect(mine).toEqual([...Array(3).fill('DONE'), 'TOO_MANY_ATTEMPTS']);
  const late = await correct(id, { nik: personAt(8_504).nik, expectedVersion: 4 });
  expect(late.refusal).toEqual({ code: 'TOO_MANY_ATTEMPTS', path: ['input', 'nik'] });
  expect(await codeOf(correct(id, { workStatus: 'WORKER', expectedVersion: 4 }))).toBe('DONE');
  pmo.clock.advance(25 * 3_600_000);
  expect(await codeOf(correct(id, { nik: personAt(8_504).nik, expectedVersion: 5 }))).toBe('DONE');
});

const ofIdentity: [field: string, change: object][] = [
  ['nik', { nik: personAt(9_000).nik, kk: personAt(9_000).kk }],
  ['kk', { kk: personAt(9_000).kk }],
  ['birthDate', { birthDate: '1995-01-05', name: 'Siti' }],
];

test.each(ofIdentity)('%s stays while the person is in a wave, and for ever once awarded', async (field, change) => {
  const { id } = await verified();
  expect((await join(id)).refusal).toBeNull();
  expect((await correct(id, change)).refusal).toEqual({ code: 'IDENTITY_IN_WAVE', path: ['input', field] });
  await award(id);
  expect((await correct(id, change)).refusal).toEqual({ code: 'IDENTITY_AWARDED', path: ['input', field] });
  await moveRegistrationsTo(pool, [id], 'SELECTED');
  await pool.query(`update award_claim set revoked_at = now() where participant_id = $1`, [id]);
  expect((await correct(id, change)).refusal).toEqual({ code: 'IDENTITY_AWARDED', path: ['input', field] });
  expect(await codeOf(correct(id, { name: 'Siti', workStatus: 'WORKER' }))).toBe('DONE');
});

test.each(['JOINED', 'ELIGIBLE', 'SELECTED'])(
  'a registration that is %s is live, also without a place on a card',
  async (status) => {
    const { id } = await registered();
    const row = `insert into registration (wave_number, participant_id, region_code, status, joined_at) values (2001, $1, '32.73', $2, now())`;
    await pool.query(row, [id, status]);
    const change = { kk: personAt(9_000).kk };
    expect(await codeOf(correct(id, change))).toBe('IDENTITY_IN_WAVE');
    await pool.query('delete from registration where participant_id = $1', [id]);
    await pool.query(row, [id, 'INELIGIBLE']);
    expect(await codeOf(correct(id, change))).toBe('DONE');
  },
);

test('the database itself keeps the identity of whoever is in a wave or awarded', async () => {
  const { id } = await verified();
  await join(id);
  const change = [
    `delete from nik_claim where participant_id = '${id}'`,
    `update nik_claim set nik_index = sha256('another')::bytea where participant_id = '${id}'`,
    `update participant_identity set kk_index = null where participant_id = '${id}'`,
  ];
  const refused = () => Promise.all(change.map((text) => pool.query(text).catch(({ code }) => code)));
  expect(await refused()).toEqual(['23001', '23001', '23001']);
  await award(id);
  await pool.query('delete from kk_claim where participant_id = $1', [id]);
  expect(await refused()).toEqual(['23001', '23001', '23001']);
});

test('after all of this the invariants hold, and each finds what breaks it', async () => {
  const broken = async () => {
    const found: string[] = [];
    for (const { name, sql } of invariants) if ((await pool.query(sql)).rowCount) found.push(name);
    return found;
  };
  expect(await broken()).toEqual([]);
  const { id } = await registered();
  await pool.query(`update participant set version = 9 where id = $1`, [id]);
  await pool.query(`insert into kk_claim values (decode(md5('another'), 'hex'), 1, $1, 2001)`, [id]);
  expect(await broken()).toEqual(invariants.map(({ name }) => name));
});
