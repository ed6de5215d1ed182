import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, type Refused, registering } from '../../../tests/testkit/registration.ts';
import { until } from '../../../tests/testkit/until.ts';
import { counted, officerOf } from '../../../tests/testkit/waves.ts';
import { factsOfPeople } from '../policy/facts.statement.ts';
import { invariants as cards } from './card.invariants.ts';

const pmo = await openPmo();
await openWave(pmo);
const { verified, join } = registering(pmo);
const { pool } = pmo.database;
const { act, open, screen, draw, statusOf, expectInvariants } = officerOf(pmo);

const codeOf = async (answer: Promise<Partial<Refused>>) => (await answer).refusal?.code ?? 'JOINED';

const numbers = Array.from({ length: 500 }, (_, at) => at + 1).values();
const people = (count: number, kk?: string) =>
  Promise.all(Array.from({ length: count }, () => verified(personAt(numbers.next().value ?? 0, kk))));
const cardOf = async (id: string) =>
  (await pool.query('select kk_index from participant_identity where participant_id = $1', [id])).rows[0].kk_index;
/** What a correction of the family card writes. */
const moveTo = (id: string, card: Buffer) =>
  pool.query('update participant_identity set kk_index = $2 where participant_id = $1', [id, card]);

/** How each registration stands, with the reasons of the last decision. */
const outcome = async (wave: number) => {
  const { rows } = await pool.query<{ status: string; reasons: string[] }>(
    `select status, (select reasons from policy_decision decision
        where decision.participant_id = registration.participant_id and decision.wave_number = $1
        order by id desc limit 1) as reasons from registration where wave_number = $1`,
    [wave],
  );
  return counted(rows.map(({ status, reasons }) => [status, ...reasons].join(' ')));
};
const awardsOn = async (card: Buffer) =>
  (
    await pool.query('select count(*)::int from award_claim join kk_claim using (participant_id) where kk_index = $1', [
      card,
    ])
  ).rows[0].count;
test('of 50 people of a family card who join two waves at once, two are in', async () => {
  await open(2_101);
  const family = await people(50, '3273990101777777');
  const codes = await Promise.all(family.map((id, at) => codeOf(join(id, at % 2 === 0 ? 2_001 : 2_101))));
  expect(counted(codes)).toEqual({ JOINED: 2, KK_FULL: 48 });
  await expectInvariants();
});

test('the place goes along to another family card, and the one that was left is free', async () => {
  const [ani = '', budi = '', citra = ''] = await people(3, '3273990101777001');
  for (const id of [ani, budi]) expect(await codeOf(join(id))).toBe('JOINED');
  expect(await codeOf(join(citra))).toBe('KK_FULL');
  const [dewi = ''] = await people(1);
  await moveTo(ani, await cardOf(dewi));
  expect(await codeOf(join(citra))).toBe('JOINED');
  expect(await codeOf(join(dewi))).toBe('JOINED');
  await expectInvariants();
});

test('of 20 applicants who move to one family card at once, the screening lets two through', async () => {
  await open(2_102);
  const crowd = await people(20);
  for (const id of crowd) expect(await codeOf(join(id, 2_102))).toBe('JOINED');
  const [elsewhere = ''] = await people(1);
  const card = await cardOf(elsewhere);
  await Promise.all(crowd.map((id) => moveTo(id, card)));
  expect(await codeOf(join(elsewhere, 2_101))).toBe('KK_FULL');
  await screen(2_102);
  expect(await outcome(2_102)).toEqual({ ELIGIBLE: 2, 'INELIGIBLE KK_FULL': 18 });
  await draw(2_102);
  await act('announceWave', 2_102);
  expect(await awardsOn(card)).toBe(2);
  // Two recipients of an earlier wave, and a third one who would join.
  expect(await codeOf(join(elsewhere, 2_101))).toBe('INELIGIBLE');
  await expectInvariants();
});

test('winners who move to one family card while they are announced are two at most', async () => {
  await open(2_103);
  const crowd = await people(30);
  for (const id of crowd) expect(await codeOf(join(id, 2_103))).toBe('JOINED');
  await screen(2_103);
  await draw(2_103);
  const [elsewhere = ''] = await people(1);
  const card = await cardOf(elsewhere);
  const [first, ...others] = crowd;
  await moveTo(first as string, card);
  await Promise.all([...others.map((id) => moveTo(id, card)), act('announceWave', 2_103)]);
  await until(
    () => statusOf(2_103),
    (status) => status === 'ANNOUNCED',
  );
  // Whoever was awarded before the move keeps the place on the old card.
  expect(await awardsOn(card)).toBeLessThanOrEqual(2);
  await expectInvariants();
});

test('a winner whose new family card is full is turned down with the reason, and the place comes free', async () => {
  await open(2_104);
  const family = await people(2, '3273990101777002');
  for (const id of family) expect(await codeOf(join(id, 2_104))).toBe('JOINED');
  const [winner = ''] = await people(1);
  expect(await codeOf(join(winner, 2_104))).toBe('JOINED');
  await screen(2_104);
  await draw(2_104);
  await moveTo(winner, await cardOf(family[0] ?? ''));
  await act('announceWave', 2_104);
  expect(await outcome(2_104)).toEqual({ SELECTED: 2, 'INELIGIBLE KK_FULL': 1 });
  expect((await pool.query('select freed from wave where number = 2104')).rows).toEqual([{ freed: 1 }]);
  await expectInvariants();
});

test('whoever could not take a place along gets it when one has come free before the screening', async () => {
  await open(2_105);
  const family = await people(2, '3273990101777003');
  for (const id of family) expect(await codeOf(join(id, 2_105))).toBe('JOINED');
  await open(2_106);
  const [mover = ''] = await people(1);
  expect(await codeOf(join(mover, 2_106))).toBe('JOINED');
  await moveTo(mover, await cardOf(family[0] ?? ''));
  await pool.query(`update participant set occupation = 'POLICE' where id = $1`, [family[0]]);
  await screen(2_105);
  await screen(2_106);
  expect([await outcome(2_105), await outcome(2_106)]).toEqual([
    { ELIGIBLE: 1, 'INELIGIBLE OCCUPATION_BARRED': 1 },
    { ELIGIBLE: 1 },
  ]);
  await expectInvariants();
});

test('whoever was not selected has left the family card: of three who join again at once, two are in', async () => {
  await open(2_107, { quota: 1 });
  const [ani = '', budi = '', citra = ''] = await people(3, '3273990101777004');
  const [lucky = ''] = await people(1);
  for (const id of [ani, budi, lucky]) expect(await codeOf(join(id, 2_107))).toBe('JOINED');
  await screen(2_107);
  await draw(2_107);
  const [codes] = await Promise.all([
    Promise.all([ani, budi, citra].map((id) => codeOf(join(id, 2_101)))),
    act('announceWave', 2_107),
  ]);
  const again = await Promise.all([ani, budi, citra].map((id) => codeOf(join(id, 2_101))));
  const inAll = await pool.query('select count(*)::int from kk_claim where kk_index = $1', [await cardOf(citra)]);
  expect(codes).toContain('KK_FULL');
  expect(again).toContain('KK_FULL');
  expect(inAll.rows).toEqual([{ count: 2 }]);
  await expectInvariants();
});

test('a recipient who moves to a full family card stays one, also when judged again', async () => {
  const { rows } = await pool.query<{ id: string; kk: Buffer }>(
    `select participant_id as id, kk_index as kk from award_claim join kk_claim using (participant_id)
      where award_claim.wave_number in (2102, 2107) order by award_claim.wave_number`,
  );
  const [resident, , mover] = rows as [{ id: string; kk: Buffer }, unknown, { id: string; kk: Buffer }];
  await moveTo(mover.id, resident.kk);
  const facts = `select card_recipients from (${factsOfPeople}) facts`;
  expect((await pool.query(facts, [[mover.id], 2_107, '2026-11-25'])).rows).toEqual([{ card_recipients: 0 }]);
  expect(await awardsOn(resident.kk)).toBe(2);
  await expectInvariants();
});

test('the database refuses an award without a place on the family card, whoever writes it', async () => {
  const [siti = ''] = await people(1);
  await expect(pool.query('insert into award_claim values ($1, 2101)', [siti])).rejects.toThrow(
    `an award takes a place on the family card: ${siti} has none`,
  );
});

test.each([
  [cards[0], 'delete from kk_claim where participant_id = (select participant_id from award_claim limit 1)'],
  [cards[1], `update registration set status = 'INELIGIBLE' where wave_number = 2101`],
  [
    cards[2],
    `update kk_claim set kk_index = decode(md5('another card'), 'hex'), moved_to = null
    where participant_id = (select participant_id from registration where wave_number = 2101 limit 1)`,
  ],
])('what breaks "$name" is found', async (invariant, breakIt) => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(breakIt);
    expect((await client.query(invariant?.sql ?? '')).rowCount).toBeGreaterThan(0);
  } finally {
    await client.query('rollback');
    client.release();
  }
});
