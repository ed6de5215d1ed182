import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';

const pmo = await openPmo();
await openWave(pmo);
const { register } = registering(pmo);
const officer = callerOf('officer', 'participant:read');
const { pool } = pmo.database;

const stored = async (id: string) =>
  (await pool.query('select * from participant join participant_identity on participant_id = id where id = $1', [id]))
    .rows[0];
const wide = (digits: string) => digits.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));

test('one person, typed in two ways, is stored and found alike', async () => {
  const plain = {
    ...personAt(20),
    name: "Nur'aini Al-Farisi, S.Pd.",
    motivation: 'Ingin\nbekerja.',
    email: 'sité@example.org',
  };
  const typed = {
    ...plain,
    nik: `'${wide(plain.nik)}`,
    kk: `\u202d${plain.kk.replace(/(\d{4})/g, '$1\u00a0')}\u202c`,
    name: '\u202aNur`aini\u00a0 Al‑Farisi,\tS.Pd.\u200b',
    birthDate: '１９９５–０１–０５',
    phone: `+62\u00a0(0)${plain.phone.slice(1, 4)}–${plain.phone.slice(4)}`,
    email: ' SITE\u0301@Example.org\u200b',
    region: '３２.７３',
    motivation: '\ufeffIngin\r\nbeker\u00adja. ',
    interests: [' welding\u200b'],
  };
  const one = uuidv7();
  const other = uuidv7();
  expect((await register(one, plain)).refusal).toBeNull();
  expect((await register(other, typed)).refusal).toBeNull();
  const { id: _, participant_id: _same, sealed: _sealed, registered_at: _at, ...kept } = await stored(one);
  expect(await stored(other)).toMatchObject(kept);
  expect(kept).toMatchObject({ name: plain.name, motivation: plain.motivation, nik_place: 'CURRENT' });
});

test('a call that is repeated in another spelling is the same call', async () => {
  const id = uuidv7();
  const key = crypto.randomUUID();
  expect((await register(id, personAt(21), key)).refusal).toBeNull();
  const again = {
    ...personAt(21),
    name: '\u200bSiti\u00a0Rahayu',
    nik: wide(personAt(21).nik),
    email: 'SITI-21@example.org',
  };
  expect((await register(id, again, key)).participant).toMatchObject({ id, name: 'Siti Rahayu' });
});

const firstRegisteredIn = (code: string, at: number) => {
  const person = personAt(at);
  return { ...person, nik: `${code}01${person.nik.slice(6)}`, kk: `${code}01${person.kk.slice(6)}` };
};
const LIST = `query ($of: NikRegionStatus) {
  participants(first: 100, filter: { nikRegionStatus: $of }) { nodes { id nikRegionStatus } } }`;

test('whom no list knows is registered and marked, for officers to find and for nobody else to see', async () => {
  const ids: Record<string, string> = {};
  for (const [at, code] of ['9101', '9201', '6473', '6404', '5408', '3219', '4501'].entries()) {
    const id = uuidv7();
    ids[code] = id;
    expect((await register(id, firstRegisteredIn(code, 30 + at))).refusal).toBeNull();
  }
  const of = async (status: string) => {
    type List = { participants: { nodes: { id: string; nikRegionStatus: string }[] } };
    const { nodes } = (await pmo.ask<List>(officer, LIST, { of: status })).data.participants;
    expect(nodes.every((node) => node.nikRegionStatus === status)).toBe(true);
    return nodes.map(({ id }) => id);
  };
  expect(await of('UNLISTED')).toEqual([ids['3219'], ids['4501']]);
  expect(await of('FORMER')).toEqual(['9101', '9201', '6473', '6404', '5408'].map((code) => ids[code]));
  expect(await of('CURRENT')).not.toContain(ids['3219']);
  const own = '{ me { id nikRegionStatus } }';
  const { data, codes } = await pmo.ask(callerOf(ids['3219'] ?? '', 'self'), own);
  expect([data, codes]).toEqual([{ me: { id: ids['3219'], nikRegionStatus: null } }, ['FORBIDDEN']]);
});

test('a corrected NIK is marked anew', async () => {
  const id = uuidv7();
  await register(id, firstRegisteredIn('3219', 40));
  const correct = `mutation ($nik: String!) { correctRegistration(idempotencyKey: "${crypto.randomUUID()}",
    input: { expectedVersion: 1, reason: "Salah\u200b ketik", nik: $nik }) { refusal { code } } }`;
  const { data } = await pmo.ask(callerOf(id, 'self'), correct, { nik: wide(firstRegisteredIn('9271', 40).nik) });
  expect(data).toEqual({ correctRegistration: { refusal: null } });
  expect(await stored(id)).toMatchObject({ nik_place: 'FORMER', version: 2 });
  const { rows } = await pool.query('select reason from participant_revision where participant_id = $1', [id]);
  expect(rows).toEqual([{ reason: 'Salah ketik' }]);
});

const marks = ['\u0007', '\u00ad', '\u200b', '\u202e', '\u2066', '\u3164', '\ufe0f', '\ufeff', '\u{e0041}', '\u2028'];
test('the database keeps no mark that nobody sees, whoever writes it', async () => {
  const id = uuidv7();
  await register(id, personAt(41));
  for (const mark of marks) {
    const change = pool.query('update participant set name = $2 where id = $1', [id, `Siti${mark}Rahayu`]);
    await expect(change).rejects.toMatchObject({ code: '23514', constraint: 'participant_name_seen_ck' });
  }
  await pool.query('update participant set name = $2 where id = $1', [id, '— “tiga” é 漢 😀']);
});
