import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, type RefusalAnswer, registering } from '../../../tests/testkit/registration.ts';
import { counted, officerOf } from '../../../tests/testkit/waves.ts';
import { invariants as cards } from './card.invariants.ts';

const pmo = await openPmo();
await openWave(pmo);
const { verified, join } = registering(pmo);
const { pool } = pmo.database;
const { act, open, screen, draw, expectInvariants } = officerOf(pmo);

const codeOf = async (answer: Promise<Partial<RefusalAnswer>>) => (await answer).refusal?.code ?? 'JOINED';

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

test('whoever is in a wave keeps the family card through screening, draw and announcement, also when all move at once', async () => {
  await open(2_102, { quota: 4 });
  const crowd = await people(6);
  for (const id of crowd) expect(await codeOf(join(id, 2_102))).toBe('JOINED');
  const [elsewhere = ''] = await people(1);
  const card = await cardOf(elsewhere);
  const moveAll = () => Promise.allSettled(crowd.map((id) => moveTo(id, card)));
  const stages = [() => screen(2_102), () => draw(2_102), () => act('announceWave', 2_102)];
  const moved: string[] = [];
  for (const stage of stages) {
    // While the stage runs, and after it.
    const [during] = await Promise.all([moveAll(), stage()]);
    for (const { status } of [...during, ...(await moveAll())]) moved.push(status);
  }
  expect(await awardsOn(card)).toBe(0);
  expect(await outcome(2_102)).toEqual({ SELECTED: 4, NOT_SELECTED: 2 });
  // Two lost the draw: they have left their places, and may move.
  expect(counted(moved.slice(-crowd.length))).toEqual({ rejected: 4, fulfilled: 2 });
  expect(counted(moved.slice(0, -2 * crowd.length))).toEqual({ rejected: 24 });
  await expectInvariants();
});

test('of three on one family card, two of them recipients, the third is told why not', async () => {
  await open(2_103);
  const [ani = '', budi = '', citra = ''] = await people(3, '3273990101777005');
  for (const id of [ani, budi]) expect(await codeOf(join(id, 2_103))).toBe('JOINED');
  await screen(2_103);
  await draw(2_103);
  await act('announceWave', 2_103);
  expect(await awardsOn(await cardOf(ani))).toBe(2);
  expect(await codeOf(join(citra, 2_101))).toBe('INELIGIBLE');
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
    `update kk_claim set kk_index = decode(md5('another card'), 'hex')
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
