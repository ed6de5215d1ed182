import { setTimeout as delay } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { whileWaitingFor } from '../../../tests/testkit/held-lock.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { counted, officerOf } from '../../../tests/testkit/waves.ts';

const pmo = await openPmo();
await openWave(pmo);
const { verified, join } = registering(pmo);
const { act, open, screen, draw, expectInvariants } = officerOf(pmo);
const { pool } = pmo.database;
const WAVE = 5_101;
const OTHER = 5_102;
const people = 80;

const codeOf = async (id: string, wave: number) => (await join(id, wave)).refusal?.code ?? 'JOINED';

/** The entries of the frozen list, as they will be published. */
const frozenEntries = async () => {
  const { rows } = await pool.query<{ entries: Buffer }>(
    'select entries from draw_chunk where wave_number = $1 order by chunk_no',
    [WAVE],
  );
  const hex = Buffer.concat(rows.map(({ entries }) => entries)).toString('hex');
  return hex.match(/.{32}/g) ?? [];
};

test('people join the wave and another one while it is closed, screened, frozen and drawn: nobody is lost, nobody slips in', async () => {
  await open(WAVE, { quota: 5 });
  await open(OTHER);
  const ids = await Promise.all(Array.from({ length: people }, (_, at) => verified(personAt(at + 1))));
  let isDrawn = false;
  const joins = ids.map(async (id, at) => {
    await delay(at * 15);
    return { id, code: await codeOf(id, WAVE) };
  });
  const others = async () => {
    const codes: string[] = [];
    for (let at = people; !isDrawn; at += 1) codes.push(await codeOf(await verified(personAt(at + 1)), OTHER));
    return codes;
  };
  const joining = others();
  await delay(300);
  await screen(WAVE);
  await draw(WAVE);
  isDrawn = true;

  const answers = await Promise.all(joins);
  const joined = answers.filter(({ code }) => code === 'JOINED').map(({ id }) => id);
  const closed = answers.filter(({ code }) => code === 'WAVE_CLOSED').length;
  expect(joined.length).toBeGreaterThan(5);
  expect(closed).toBeGreaterThan(0);
  expect(joined.length + closed).toBe(people);
  const { rows } = await pool.query<{ id: string; entry: string; status: string }>(
    `select participant_id as id, replace(entry_id::text, '-', '') as entry, status from registration
      where wave_number = $1 order by entry_id`,
    [WAVE],
  );
  expect(rows.map(({ id }) => id).toSorted()).toEqual(joined.toSorted());
  expect(counted(rows.map(({ status }) => status))).toEqual({ ELIGIBLE: joined.length });
  expect(await frozenEntries()).toEqual(rows.map(({ entry }) => entry));
  const elsewhere = await joining;
  expect(counted(elsewhere)).toEqual({ JOINED: elsewhere.length });
  expect(await pool.query('select from registration where wave_number = $1', [OTHER])).toHaveProperty(
    'rowCount',
    elsewhere.length,
  );

  await act('announceWave', WAVE);
  await expectInvariants();
});

test('whoever is in the middle of joining when the wave is closed and screened is screened too', async () => {
  const number = 5_103;
  await open(number);
  const siti = await verified(personAt(9_000));
  // Somebody else who has not finished taking the same place keeps the join waiting.
  const lock = `insert into kk_claim select kk_index, 1, gen_random_uuid(), ${number} from participant_identity
    where participant_id = '${siti}'`;
  const databaseUrl = new URL(inject('adminUrl'));
  databaseUrl.pathname = (await pool.query<{ name: string }>('select current_database() as name')).rows[0]?.name ?? '';
  let [joining, screening]: Promise<unknown>[] = [];
  await whileWaitingFor(
    { databaseUrl: databaseUrl.href, lock },
    {
      begin: () => {
        joining = codeOf(siti, number);
      },
      meanwhile: async () => {
        screening = screen(number);
        await Promise.race([screening, delay(1_000)]);
      },
    },
  );
  expect(await joining).toBe('JOINED');
  await screening;
  const { rows } = await pool.query('select status from registration where wave_number = $1', [number]);
  expect(rows).toEqual([{ status: 'ELIGIBLE' }]);
});
