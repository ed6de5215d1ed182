import { expect, test } from 'vitest';
import { codeOf, correcting, newPeople } from '../../../tests/testkit/correction.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { until } from '../../../tests/testkit/until.ts';
import { invariants } from './correction.invariants.ts';

const pmo = await openPmo();
await openWave(pmo);
const { registered, verified } = newPeople(pmo);
const { join } = registering(pmo);
const { correct, claimOf } = correcting(pmo);
const { pool } = pmo.database;

const times = <T>(count: number, make: (at: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, at) => make(at)));

const counted = (codes: readonly string[]) =>
  Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, all]) => [code, all.length]));

const revisionsOf = async (id: string) =>
  (await pool.query('select version from participant_revision where participant_id = $1 order by 1', [id])).rows;

const broken = async () => {
  const found: unknown[] = [];
  for (const { name, sql } of invariants) found.push(...(await pool.query(sql)).rows.map((row) => ({ name, ...row })));
  return found;
};

test('of 50 corrections of one version at once one is done, the others are told that it changed', async () => {
  const { id } = await registered();
  const codes = await times(50, (at) => codeOf(correct(id, { motivation: `Alasan ${at}` })));
  expect(counted(codes)).toEqual({ DONE: 1, VERSION_CHANGED: 49 });
  expect(await revisionsOf(id)).toEqual([{ version: 1 }]);
});

test('50 repeats of one call at once are one correction, answered 50 times', async () => {
  const { id } = await registered();
  const key = crypto.randomUUID();
  const answers = await times(50, () => correct(id, { name: 'Siti', phone: '0812 9999 0100' }, key));
  expect(new Set(answers.map(({ participant }) => JSON.stringify(participant))).size).toBe(1);
  expect(answers[0]?.participant).toMatchObject({ name: 'Siti', version: 2 });
  expect(await revisionsOf(id)).toEqual([{ version: 1 }]);
});

test('of 20 people who state one free NIK at once all are answered alike, and one holds it', async () => {
  const people = await times(20, () => registered());
  const { nik } = personAt(9_200);
  const codes = await Promise.all(people.map(({ id }) => codeOf(correct(id, { nik }))));
  expect(counted(codes)).toEqual({ DONE: 20 });
  const holder = await claimOf(nik);
  expect(people.filter(({ id }) => id === holder)).toHaveLength(1);
  const left = await Promise.all(people.map(({ at }) => claimOf(personAt(at).nik)));
  expect(left.filter(Boolean)).toEqual([]);
});

test('couples who exchange their NIKs at the same moment are both answered, and nobody holds a NIK that they left', async () => {
  const couples = await times(15, async () => [await registered(), await registered()] as const);
  const codes = await Promise.all(
    couples.flatMap(([one, other]) => [
      codeOf(correct(one.id, { nik: personAt(other.at).nik })),
      codeOf(correct(other.id, { nik: personAt(one.at).nik })),
    ]),
  );
  expect(counted(codes)).toEqual({ DONE: 30 });
  for (const [one, other] of couples) {
    const claims = [await claimOf(personAt(one.at).nik), await claimOf(personAt(other.at).nik)];
    expect([other.id, undefined]).toContain(claims[0]);
    expect([one.id, undefined]).toContain(claims[1]);
  }
});

/** Somebody locks the wave, so that whoever joins has read the person and has not written yet. */
const whileWaveIsLocked = async <T>(work: (isWaiting: () => Promise<boolean>) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  await client.query('begin');
  await client.query('select from wave where number = 2001 for update');
  const waiting = `select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  try {
    return await work(async () => (await client.query<{ count: number }>(waiting)).rows[0]?.count === 1);
  } finally {
    await client.query('commit');
    client.release();
  }
};

test('who corrects the family card between the two statements of a joining is in the wave with one of the cards', async () => {
  const { id, at } = await verified();
  const kk = personAt(at + 5_000).kk;
  const { joined, corrected } = await whileWaveIsLocked(async (isWaiting) => {
    const joined = codeOf(join(id));
    await until(isWaiting, Boolean, 5_000);
    const corrected = codeOf(correct(id, { kk }));
    await Promise.race([corrected, new Promise((resolve) => setTimeout(resolve, 500))]);
    return { joined, corrected };
  });
  expect(await joined).toBe('DONE');
  expect(['DONE', 'IDENTITY_IN_WAVE']).toContain(await corrected);
  await pmo.services.matchWork.tick();
  const { rows } = await pool.query('select kk_index from kk_claim where participant_id = $1', [id]);
  const card = (await corrected) === 'DONE' ? kk : personAt(at).kk;
  expect(rows).toEqual([{ kk_index: pmo.vault.blindIndex('kk', card) }]);
  expect(await broken()).toEqual([]);
});

test('of 12 people who join and correct their identity at once, each is in the wave by the identity that is held', async () => {
  const people = await times(12, () => verified());
  // As after a wave that turned them down, so that joining changes nothing of the person.
  await pool.query(
    `update participant set status = 'APPLICANT' where id = any($1::uuid[]) and right(id::text, 1) < '8'`,
    [people.map(({ id }) => id)],
  );
  const outcomes = await Promise.all(
    people.flatMap(({ id, at }) => {
      const { nik, kk } = personAt(at + 6_000);
      const both = [() => codeOf(join(id)), () => codeOf(correct(id, { nik, kk }))];
      return (at % 2 ? both : both.toReversed()).map((call) => call());
    }),
  );
  expect(Object.keys(counted(outcomes)).filter((code) => code !== 'DONE' && code !== 'IDENTITY_IN_WAVE')).toEqual([]);
  const { rows } = await pool.query(
    'select count(*)::int as live from kk_claim where participant_id = any($1::uuid[])',
    [people.map(({ id }) => id)],
  );
  expect(rows).toEqual([{ live: 12 }]);
  expect(await broken()).toEqual([]);
  await pmo.services.matchWork.tick();
  expect(await broken()).toEqual([]);
});

test('a code that is confirmed while the number is corrected leaves the new number unconfirmed', async () => {
  const people = await times(20, () => registered());
  const confirmOf = async (id: string) => {
    const me = callerOf(id, 'self');
    await pmo.ask(me, 'mutation { requestVerificationCode(channel: PHONE) { refusal { code } } }');
    const code = pmo.sent.at(-1)?.code;
    return () =>
      pmo.ask(me, `mutation { confirmVerificationCode(channel: PHONE, code: "${code}") { refusal { code } } }`);
  };
  const confirms: (() => Promise<{ errors: readonly Error[] }>)[] = [];
  for (const { id } of people) confirms.push(await confirmOf(id));
  const answers = await Promise.all(
    people.flatMap(({ id, at }) => {
      const phone = `0813${String(at).padStart(8, '0')}`;
      const both = [() => confirms[at - (people[0]?.at ?? 0)]?.(), () => correct(id, { phone })];
      return (at % 2 ? both : both.toReversed()).map((call) => call());
    }),
  );
  expect(answers.flatMap((answer) => answer?.errors ?? [])).toEqual([]);
  const { rows } = await pool.query(
    'select version, phone_confirmed_at from participant where id = any($1::uuid[]) group by 1, 2',
    [people.map(({ id }) => id)],
  );
  expect(rows).toEqual([{ version: 2, phone_confirmed_at: null }]);
});

test('who is erased while a correction runs stays erased', async () => {
  const people = await times(20, () => registered());
  const eraser = callerOf('officer', 'participant:erase');
  const erase = (id: string) => pmo.ask(eraser, `mutation { eraseParticipant(id: "${id}") { refusal { code } } }`);
  await Promise.all(
    people.flatMap(({ id, at }) => {
      const both = [() => erase(id), () => correct(id, { name: 'Siti', email: `new-${at}@example.org` })];
      return (at % 2 ? both : both.toReversed()).map((call) => call());
    }),
  );
  const { rows } = await pool.query(
    `select name, count(participant_identity)::int as identities from participant
      left join participant_identity on participant_id = id where id = any($1::uuid[]) group by 1`,
    [people.map(({ id }) => id)],
  );
  expect(rows).toEqual([{ name: '—', identities: 0 }]);
});
