import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { moveRegistrationsTo } from '../../../tests/testkit/moves.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, type RefusalAnswer, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { until } from '../../../tests/testkit/until.ts';
import { invariants } from './barred.invariants.ts';

const pmo = await openPmo();
await openWave(pmo);
const { verified, join: joinWave } = registering(pmo);
const { pool } = pmo.database;
const officer = callerOf('officer-1', 'barred:import wave:announce wave:manage');
const second = callerOf('officer-2', 'barred:import');

interface Version {
  id: string;
  status: string;
  added: number;
  removed: number;
  isNewSource: boolean;
}
type Answer = { version: Version | null } & RefusalAnswer;
const WANTED = 'version { id status added removed isNewSource } refusal { code path }';

/** Imports a FULL file of a source with these people, and lets a second officer approve it where one has to. */
const importList = async (list: string, source: string, people: readonly number[]): Promise<Version> => {
  const text = ['nik', ...people.map((at) => personAt(at).nik)].join('\n');
  const file = `${crypto.randomUUID()}.csv`;
  writeFileSync(join(pmo.directory, file), text);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const input = `list: ${list}, source: "${source}", listDate: "2026-11-01", file: "${file}", sha256: "${sha256}"`;
  const begun = await pmo.ask<{ answer: Answer }>(
    officer,
    `mutation { answer: importBarredList(idempotencyKey: "${crypto.randomUUID()}", input: { ${input} }) { ${WANTED} } }`,
  );
  const version = begun.data.answer.version;
  if (!version) throw new Error(begun.data.answer.refusal?.code);
  if (version.status !== 'PROPOSED') return version;
  const document = `mutation { answer: approveBarredList(version: "${version.id}") { ${WANTED} } }`;
  const approved = (await pmo.ask<{ answer: Answer }>(second, document)).data.answer.version;
  if (!approved) throw new Error('not approved');
  return approved;
};

const statusOf = async (id: string) =>
  (await pool.query<{ status: string }>('select status from participant where id = $1', [id])).rows[0]?.status;

const award = async (ids: string[]) => {
  for (const id of ids) expect((await joinWave(id)).refusal).toBeNull();
  await moveRegistrationsTo(pool, ids, 'SELECTED');
  await pool.query(`update wave set status = 'DRAWN' where number = 2001`);
  await pmo.ask(officer, 'mutation { announceWave(number: 2001) { refusal { code } } }');
};

const asn = { list: 'STATE_OFFICIALS', source: 'ASN' };
const people = await Promise.all([1, 2, 3, 4].map((at) => verified(personAt(at))));
const [siti = '', budi = '', ani = '', tono = ''] = people;
await award(people);

test('a FULL file replaces what its own source said, and nothing of another', async () => {
  expect(await importList(asn.list, asn.source, [1, 2])).toMatchObject({ added: 2, removed: 0, isNewSource: true });
  // Siti is with the police as well.
  expect(await importList('STATE_OFFICIALS', 'Polri', [1, 50])).toMatchObject({ added: 2, removed: 0 });
  expect(await importList('STATE_OFFICIALS', 'TNI', [60])).toMatchObject({ status: 'DONE', added: 1, removed: 0 });
  expect([await statusOf(siti), await statusOf(budi)]).toEqual(['BARRED', 'BARRED']);

  // Under another spelling it is the same source.
  const emptied = await importList(asn.list, ' a.s.n ', [70]);
  expect(emptied).toMatchObject({ status: 'DONE', added: 1, removed: 2, isNewSource: false });
  expect([await statusOf(siti), await statusOf(budi)]).toEqual(['BARRED', 'RECIPIENT']);

  expect(await importList('STATE_OFFICIALS', 'POLRI', [50])).toMatchObject({ removed: 1 });
  expect(await statusOf(siti)).toBe('RECIPIENT');
});

test('one person on a list by two sources is told one reason', async () => {
  await importList('STUDENTS', 'Dapodik', [3]);
  await importList('STUDENTS', 'PDDikti', [3]);
  const { rows } = await pool.query(
    `select reasons from policy_decision where participant_id = $1 and purpose = 'PAYMENT' order by decided_at desc limit 1`,
    [ani],
  );
  expect(rows).toEqual([{ reasons: ['ON_STUDENTS_LIST'] }]);
});

test('a version that lets somebody go reinstates nobody whom another one bars meanwhile', async () => {
  await importList('STATE_OFFICIALS', 'DPRD', [4]);
  expect(await statusOf(tono)).toBe('BARRED');
  // The recheck of the removal has begun and waits for the person, whom somebody holds; an addition comes in beside it.
  const holder = await pool.connect();
  await holder.query('begin');
  await holder.query('select from participant where id = $1 for no key update', [tono]);
  const removal = importList('STATE_OFFICIALS', 'DPRD', [80]);
  // The imports and the holder take all connections of the main pool.
  const waiting = async () =>
    (
      await pmo.database.pools.point?.query<{ count: number }>(`select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`)
    )?.rows[0]?.count ?? 0;
  expect(await until(waiting, (count) => count === 1)).toBe(1);
  const addition = importList('STUDENTS', 'PDDikti', [3, 4]);
  expect(await until(waiting, (count) => count === 2)).toBe(2);
  await holder.query('commit');
  holder.release();
  await Promise.all([removal, addition]);
  await until(
    async () => (await pool.query(`select from barred_list_version where finished_at is null`)).rowCount,
    (left) => left === 0,
  );
  expect(await statusOf(tono)).toBe('BARRED');
});

const [ofSource, notBarred, ofVersion, approved, judged] = invariants.map(({ name }) => name);

test.each<[string, string, (string | undefined)[]]>([
  [
    'an entry of no source',
    `update barred_entry set source_id = source_id + 90 where list = 'STUDENTS'`,
    [ofSource, ofVersion],
  ],
  [
    'somebody barred for nothing',
    `insert into policy_decision (wave_number, participant_id, purpose, policy_version, facts_hash, reasons, as_of, decided_at)
      select wave_number, participant_id, purpose, policy_version, facts_hash, '{}', as_of, decided_at + interval '1 day'
      from policy_decision where participant_id = '${tono}' and purpose = 'PAYMENT' limit 1`,
    [notBarred],
  ],
  [
    'an entry that a file of another source took off',
    `update barred_entry set removed_in = (select max(id) from barred_list_version)
      where source_id = (select id from barred_source where key = 'ASN')`,
    [ofVersion],
  ],
  [
    'an entry of a version that was refused',
    `update barred_list_version set status = 'REFUSED', refusal = 'HEADER_UNKNOWN' where source = 'TNI'`,
    [ofVersion],
  ],
  [
    'an older date that nobody approved',
    `update barred_list_version set list_date = '2020-01-01' where id = (select max(id) from barred_list_version where source = 'PDDikti')`,
    [approved],
  ],
  [
    'a holder on a live list whom nobody judged since',
    `with reinstated as (update participant set status = 'RECIPIENT', barred_from = null where id = '${tono}')
      delete from policy_decision where participant_id = '${tono}' and purpose = 'PAYMENT'`,
    [judged],
  ],
])('%s breaks an invariant of lists', async (_what, breakIt, names) => {
  const client = await pool.connect();
  const broken = async () => {
    const found: string[] = [];
    for (const { name, sql } of invariants) if ((await client.query(sql)).rowCount) found.push(name);
    return found;
  };
  try {
    expect(await broken()).toEqual([]);
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(breakIt);
    expect(await broken()).toEqual(names);
  } finally {
    await client.query('rollback');
    client.release();
  }
});
