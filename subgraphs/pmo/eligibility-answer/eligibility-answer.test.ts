import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { uuidv7 } from '../../kit/ids.ts';

const pmo = await openPmo();
const { database, services, clock } = pmo;
const { pool } = database;
const WAVE = 7_801;
const HOUR = 3_600_000;

await pool.query(
  `insert into wave (number, status, policy_version, quota, is_synthetic) values ($1, 'ANNOUNCED', '2023', 2000, true)`,
  [WAVE],
);

const recipients = async (count: number): Promise<string[]> => {
  const ids = Array.from({ length: count }, () => uuidv7()).toSorted();
  await pool.query(
    `with person as (
      insert into participant (id, status, name, birth_date, region_code, work_status, registered_at)
        select id, 'ACTIVE', 'Siti', '1995-01-05', '32', 'JOB_SEEKER', now() from unnest($1::uuid[]) as id returning id
    ), nik as (
      insert into nik_claim (nik_index, participant_id) select uuid_send(gen_random_uuid()), id from person
    )
    insert into award_claim (participant_id, wave_number) select id, $2 from person`,
    [ids, WAVE],
  );
  return ids;
};

const bar = (id: string) =>
  pool.query(
    `insert into barred_entry (list, nik_index, added_in) select 'STATE_OFFICIALS', nik_index, 1 from nik_claim
      where participant_id = $1`,
    [id],
  );

const ask = (participants: readonly string[], request = uuidv7(), wave = WAVE) =>
  database.orm.em.fork().transactional((em) =>
    services.eligibilityAnswers.requested(em, { request, wave, participants: [...participants] }, {
      id: uuidv7(),
      requestid: 'request-0001',
    } as never),
  );

interface Answer {
  request: string;
  decisions: { participant: string; isEligible: boolean; reasons: string[]; decidedAt: string; validUntil: string }[];
}

const lastAnswer = async (): Promise<Answer> => {
  const text = `select data from event_outbox where type = 'pmo.eligibility.decided' order by id desc limit 1`;
  return (await pool.query<{ data: Answer }>(text)).rows[0]?.data as Answer;
};

test('1,000 people are decided by the lists and facts of the moment, each with an answer', async () => {
  const ids = await recipients(1_000);
  const [barred = '', revoked = ''] = ids;
  await bar(barred);
  await pool.query('update award_claim set revoked_at = now() where participant_id = $1', [revoked]);
  const stranger = uuidv7();
  await ask([...ids.slice(0, 999), stranger]);
  const { decisions } = await lastAnswer();
  expect(decisions).toHaveLength(1_000);
  const of = (id: string) => decisions.find(({ participant }) => participant === id);
  expect(of(barred)).toMatchObject({ isEligible: false, reasons: ['ON_STATE_OFFICIALS_LIST'] });
  expect(of(revoked)).toMatchObject({ isEligible: false, reasons: ['AWARD_REVOKED'] });
  expect(of(stranger)).toMatchObject({ isEligible: false, reasons: ['AWARD_UNKNOWN'] });
  expect(decisions.filter(({ isEligible }) => isEligible)).toHaveLength(997);
  const [first] = decisions;
  expect(Date.parse(first?.validUntil ?? '') - Date.parse(first?.decidedAt ?? '')).toBe(24 * HOUR);
  const stored = await pool.query(`select count(*)::int from policy_decision where purpose = 'PAYMENT'`);
  expect(stored.rows).toEqual([{ count: 998 }]);
});

test('a repeated request gets the answers that it got while they hold; another one, or a later one, is decided anew', async () => {
  const [siti = ''] = await recipients(1);
  const request = uuidv7();
  await ask([siti], request);
  const first = await lastAnswer();
  expect(first.decisions).toMatchObject([{ participant: siti, isEligible: true, reasons: [] }]);
  await bar(siti);
  clock.advance(HOUR);
  await ask([siti], request);
  expect(await lastAnswer()).toEqual(first);
  clock.advance(24 * HOUR);
  await ask([siti], request);
  expect((await lastAnswer()).decisions).toMatchObject([{ isEligible: false }]);
  const [budi = ''] = await recipients(1);
  await ask([budi]);
  await bar(budi);
  await ask([budi]);
  expect((await lastAnswer()).decisions).toMatchObject([{ isEligible: false }]);
});

test('a request about a wave that there is not is answered all the same', async () => {
  const [siti = ''] = await recipients(1);
  await ask([siti], uuidv7(), 9_999);
  expect((await lastAnswer()).decisions).toMatchObject([{ isEligible: false, reasons: ['AWARD_UNKNOWN'] }]);
});
