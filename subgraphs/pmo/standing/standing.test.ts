import { expect, test } from 'vitest';
import { correcting } from '../../../tests/testkit/correction.ts';
import { moveRegistrationsTo } from '../../../tests/testkit/moves.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { until } from '../../../tests/testkit/until.ts';

const pmo = await openPmo();
await openWave(pmo);
const { verified, join } = registering(pmo);
const { correct } = correcting(pmo);
const { pool } = pmo.database;
const officer = callerOf('officer-1', 'wave:announce wave:manage');

const statusOf = async (id: string) =>
  (await pool.query<{ status: string }>('select status from participant where id = $1', [id])).rows[0]?.status;
/** What the person is when what waits has been judged. */
const judged = async (id: string) => {
  await pmo.services.standings.tick();
  return statusOf(id);
};
const told = async (type: string) =>
  (
    await pool.query(
      `select data ->> 'list' as list, data -> 'participants' as people from event_outbox where type = $1 order by id`,
      [type],
    )
  ).rows;

const people = await Promise.all([1, 2, 3, 4].map((at) => verified(personAt(at))));
const [siti = '', budi = '', ani = '', tono = ''] = people;
for (const id of people) expect((await join(id)).refusal).toBeNull();
await moveRegistrationsTo(pool, people, 'SELECTED');
await pool.query(`update wave set status = 'DRAWN' where number = 2001`);
await pmo.ask(officer, 'mutation { announceWave(number: 2001) { refusal { code } } }');

test('a recipient who states an occupation that bars is barred, and reinstated when that is put right', async () => {
  expect(await statusOf(siti)).toBe('RECIPIENT');
  expect((await correct(siti, { occupation: 'CIVIL_SERVANT' })).refusal).toBeNull();
  expect(await judged(siti)).toBe('BARRED');
  expect(await told('pmo.participants.barred')).toEqual([{ list: 'STATED_FACTS', people: [siti] }]);
  const { version } = (await pool.query<{ version: number }>('select version from participant where id = $1', [siti]))
    .rows[0] as { version: number };
  expect((await correct(siti, { occupation: 'NONE', expectedVersion: version })).refusal).toBeNull();
  expect(await judged(siti)).toBe('RECIPIENT');
  expect(await told('pmo.participants.reinstated')).toEqual([{ list: 'STATED_FACTS', people: [siti] }]);
});

test('what is put right while somebody is judged by it bars nobody', async () => {
  const attends = (isInFormalEducation: boolean) =>
    `update participant set is_in_formal_education = ${isInFormalEducation} where id = '${siti}'`;
  const before = await told('pmo.participants.barred');
  await pool.query(attends(true));
  const holder = await pool.connect();
  await holder.query('begin');
  await holder.query(attends(false));
  const judging = judged(siti);
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  expect(await until(async () => (await pool.query(waiting)).rowCount, Boolean)).toBe(1);
  await holder.query('commit');
  holder.release();
  expect(await judging).toBe('RECIPIENT');
  expect(await told('pmo.participants.barred')).toEqual(before);
});

test('what bars nobody is judged and changes nothing, and what is no fact is not judged', async () => {
  const decisions = async () =>
    (await pool.query(`select from policy_decision where purpose = 'PAYMENT' and participant_id = $1`, [ani])).rowCount;
  expect((await correct(ani, { motivation: 'Ingin usaha.' })).refusal).toBeNull();
  expect((await correct(budi, { workStatus: 'WORKER' })).refusal).toBeNull();
  expect([await judged(ani), await judged(budi), await decisions()]).toEqual(['RECIPIENT', 'RECIPIENT', 0]);
});

test('whoever writes a fact is seen, and the day of the birthday from which the policy bars', async () => {
  await pool.query('update participant set is_in_formal_education = true where id = $1', [budi]);
  expect(await judged(budi)).toBe('BARRED');
  // Sixty-five since long, which nobody has noticed: the trigger sees the write.
  await pool.query(`update participant set birth_date = current_date - interval '65 years' where id = $1`, [tono]);
  expect(await judged(tono)).toBe('BARRED');
  // Ani is 65 on the fifth of January 2060, by the dates that she stated.
  const moveTo = (moment: string) => pmo.clock.advance(Date.parse(moment) - pmo.clock.now().getTime());
  moveTo('2060-01-04T05:00:00+07:00');
  expect(await judged(ani)).toBe('RECIPIENT');
  moveTo('2060-01-05T05:00:00+07:00');
  expect(await judged(ani)).toBe('BARRED');
});
