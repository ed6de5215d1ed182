import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { revocationsOf } from '../../../tests/testkit/revocation.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { invariants as waves } from '../wave/wave.invariants.ts';
import type { RevocationOutcome } from './revocation.events.ts';
import { invariants } from './revocation.invariants.ts';

const pmo = await openPmo();
const { database, services, clock, runner } = pmo;
const { pool } = database;
const { journeys, revocations } = services;
const { proposals, answer, answerAll } = revocationsOf(pmo);
const officer = callerOf('officer-1', 'wave:manage');
const MINUTE = 60_000;
const DAY = 86_400_000;
let lastWave = 7_400;

const one = async (text: string, values: unknown[] = []) => (await pool.query(text, values)).rows[0];
const statusOf = async (id: string): Promise<string> =>
  (await one('select status from participant where id = $1', [id])).status;
const waveStatus = async (wave: number): Promise<string> =>
  (await one('select status from wave where number = $1', [wave])).status;
const tick = async () => {
  await revocations.tick();
  await runner.tick();
};
const expectSound = async () => {
  for (const { name, sql } of [...invariants, ...waves.filter((each) => !each.name.startsWith('awards equal'))])
    expect({ name, broken: (await pool.query(sql)).rows }).toEqual({ name, broken: [] });
};

/** A wave whose deadline was yesterday, with people who hold an award. */
const endedWave = async (statuses: readonly string[], { policyVersion = '2023', announcedAt = clock.now() } = {}) => {
  lastWave += 1;
  const yesterday = new Date(clock.now().getTime() + 7 * 3_600_000 - DAY).toISOString().slice(0, 10);
  await pool.query(
    `insert into wave (number, status, policy_version, quota, is_synthetic, announced_at, purchase_deadline)
      values ($1, 'ANNOUNCED', $2, 10000, true, $3, $4)`,
    [lastWave, policyVersion, announcedAt, policyVersion === '2020-A' ? null : yesterday],
  );
  const ids = statuses.map(() => uuidv7());
  await pool.query(
    `with person as (
      insert into participant (id, status, barred_from, name, birth_date, region_code, work_status, registered_at)
        select id, status, case when status = 'BARRED' then 'RECIPIENT' end, 'Siti', '1995-01-05', '32', 'WORKER', now()
        from unnest($1::uuid[], $2::text[]) as row (id, status) returning id
    ), nik as (
      insert into nik_claim (nik_index, participant_id) select uuid_send(gen_random_uuid()), id from person
    )
    insert into award_claim (participant_id, wave_number) select id, $3 from person`,
    [ids, statuses, lastWave],
  );
  return { wave: lastWave, ids };
};

const revoke = async (wave: number): Promise<string | null> => {
  const mutation = `mutation { revokeUnused(number: ${wave}) { refusal { code } } }`;
  const { data } = await pmo.ask<{ revokeUnused: { refusal: { code: string } | null } }>(officer, mutation);
  return data.revokeUnused.refusal?.code ?? null;
};

const tell = (effect: (em: ReturnType<typeof database.orm.em.fork>) => Promise<void>) =>
  database.orm.em.fork().transactional(effect);
const bought = (participant: string, enrollment: string) =>
  tell((em) => journeys.bought(em, { participant, enrollment, at: clock.now().toISOString() }));
const released = (participant: string, enrollment: string, reason: 'VOIDED' | 'CLASS_CANCELLED' = 'VOIDED') =>
  tell((em) => journeys.released(em, { participant, enrollment, reason, at: clock.now().toISOString() }));

test('a wave is settled when every person is answered: the returned are revoked, the others are not', async () => {
  const { wave, ids } = await endedWave(['RECIPIENT', 'RECIPIENT', 'RECIPIENT', 'ACTIVE', 'BARRED']);
  const [nothing = '', late = '', held = '', active = '', barred = ''] = ids;
  expect(await revoke(wave)).toBeNull();
  const [proposal, ...others] = await proposals();
  expect(others).toEqual([]);
  expect(proposal).toMatchObject({ wave, participants: [nothing, late, held, barred].toSorted() });
  await tick();
  expect(await waveStatus(wave)).toBe('ANNOUNCED');
  const said: Record<string, RevocationOutcome> = { [late]: 'USED', [held]: 'HELD' };
  await answer(proposal as never, (id) => said[id] ?? 'RETURNED');
  await tick();
  // The purchase of one is not heard of yet, and the money of another is held.
  expect(await waveStatus(wave)).toBe('ANNOUNCED');
  await bought(late, uuidv7());
  await tick();
  expect(await waveStatus(wave)).toBe('ANNOUNCED');
  await answer({ ...(proposal as never as { proposal: string }), wave, participants: [held] }, () => 'RETURNED');
  await tick();
  expect(await waveStatus(wave)).toBe('SETTLED');
  expect(await Promise.all([nothing, late, held, active, barred].map(statusOf))).toEqual([
    'REVOKED',
    'ACTIVE',
    'REVOKED',
    'ACTIVE',
    'REVOKED',
  ]);
  expect(await one('select freed from wave where number = $1', [wave])).toEqual({ freed: 3 });
  const told = await pool.query(
    `select data -> 'participants' as people, data ->> 'returned' as returned from event_outbox
      where type = 'pmo.recipients.revoked' and data ->> 'wave' = $1 order by id`,
    [String(wave)],
  );
  expect(told.rows).toEqual([
    { people: [nothing, barred].toSorted(), returned: '8400000' },
    { people: [held], returned: '4200000' },
  ]);
  expect(await one('select done, total from wave_step where wave_number = $1', [wave])).toEqual({ done: 4, total: 4 });
  await expectSound();
});

test('what is not answered is asked again, under the same proposal, until it is', async () => {
  const { wave, ids } = await endedWave(Array.from({ length: 3 }, () => 'RECIPIENT'));
  await revoke(wave);
  const [first] = await proposals();
  await tick();
  expect(await proposals()).toEqual([]);
  await answer({ proposal: first?.proposal ?? '', wave, participants: ids.slice(0, 1) });
  clock.advance(2 * MINUTE);
  await tick();
  expect(await proposals()).toMatchObject([{ proposal: first?.proposal, participants: ids.slice(1).toSorted() }]);
  clock.advance(2 * MINUTE);
  await tick();
  await answerAll();
  await tick();
  expect(await waveStatus(wave)).toBe('SETTLED');
  clock.advance(DAY);
  await tick();
  expect(await proposals()).toEqual([]);
  await expectSound();
});

test('a wave of policy 2020-A, which has no deadline, is settled after the day on which its balances end', async () => {
  const { wave, ids } = await endedWave(['RECIPIENT'], { policyVersion: '2020-A', announcedAt: clock.now() });
  expect(await revoke(wave)).toBe('PURCHASE_DEADLINE_NOT_PASSED');
  await pool.query(`update wave set announced_at = '2020-05-01T00:00:00Z' where number = $1`, [wave]);
  expect(await revoke(wave)).toBeNull();
  expect(await proposals()).toMatchObject([{ wave, deadline: '2020-12-15', participants: ids }]);
  clock.advance(2 * MINUTE);
  await tick();
  await answerAll();
  expect([await waveStatus(wave), await statusOf(ids[0] ?? '')]).toEqual(['SETTLED', 'REVOKED']);
  await expectSound();
});

test('whoever was given more time meanwhile is asked when that is over, and the wave waits for it', async () => {
  const { wave, ids } = await endedWave(['RECIPIENT', 'RECIPIENT']);
  const [siti = '', budi = ''] = ids;
  await revoke(wave);
  const [first] = await proposals();
  // As if the cancelled class had been heard of before the first question.
  await pool.query('update revocation_case set asked_at = null where participant_id = $1', [siti]);
  await tell((em) =>
    journeys.extend(em, { at: clock.now().toISOString(), enrollments: [{ participant: siti }] }, {
      requestid: 'request-0001',
    } as never),
  );
  await answer({ proposal: first?.proposal ?? '', wave, participants: [budi] });
  clock.advance(15 * DAY);
  await tick();
  expect([await proposals(), await waveStatus(wave)]).toEqual([[], 'ANNOUNCED']);
  clock.advance(DAY);
  await tick();
  await answerAll();
  expect([await waveStatus(wave), await statusOf(siti)]).toEqual(['SETTLED', 'REVOKED']);
  await expectSound();
});

test('a purchase that is undone after USED is proposed again, also in a settled wave, unless the provider cancelled', async () => {
  const { wave, ids } = await endedWave(['RECIPIENT', 'RECIPIENT', 'ACTIVE']);
  const [voided = '', cancelled = '', never = ''] = ids;
  const first = uuidv7();
  const second = uuidv7();
  const third = uuidv7();
  await revoke(wave);
  const [asked] = await proposals();
  await answer(asked as never, () => 'USED');
  for (const [id, enrollment] of [
    [voided, first],
    [cancelled, second],
    [never, third],
  ] as const)
    await bought(id, enrollment);
  await tick();
  expect(await waveStatus(wave)).toBe('SETTLED');
  await released(voided, first);
  await released(cancelled, second, 'CLASS_CANCELLED');
  await released(never, third);
  clock.advance(2 * MINUTE);
  await tick();
  const again = await proposals();
  expect(again.flatMap(({ participants }) => participants).toSorted()).toEqual([voided, never].toSorted());
  expect(again.map(({ proposal }) => proposal)).not.toContain(asked?.proposal);
  for (const each of again) await answer(each);
  expect(await Promise.all(ids.map(statusOf))).toEqual(['REVOKED', 'ACTIVE', 'REVOKED']);
  await expectSound();
});

test('someone who is reinstated after the answer stays revoked', async () => {
  const { wave, ids } = await endedWave(['BARRED']);
  await revoke(wave);
  await answerAll();
  const [siti = ''] = ids;
  await pool.query(
    `update participant set status = barred_from, barred_from = null where id = $1 and status = 'BARRED' and barred_from is not null`,
    [siti],
  );
  expect([await waveStatus(wave), await statusOf(siti)]).toEqual(['SETTLED', 'REVOKED']);
});

test.each([
  ['a recipient who was never asked about', `update participant set status = 'RECIPIENT' where id = $1`, 0],
  [
    'a recipient who is barred, and was never asked about',
    `update participant set status = 'BARRED', barred_from = 'RECIPIENT' where id = $1`,
    0,
  ],
  [
    'an award that goes on after its balance went back',
    `update award_claim set revoked_at = null where participant_id = $1`,
    1,
  ],
])('the invariants notice %s in a settled wave', async (_, change, index) => {
  const { wave, ids } = await endedWave(['RECIPIENT', 'ACTIVE']);
  await revoke(wave);
  await answerAll();
  expect(await waveStatus(wave)).toBe('SETTLED');
  await expectSound();
  const broken = async () =>
    (
      await Promise.all(invariants.map(async ({ name, sql }) => ((await pool.query(sql)).rowCount ? [name] : [])))
    ).flat();
  const client = await pool.connect();
  const byHand = async (statement: string, person: string) => {
    await client.query('set session_replication_role = replica');
    await client.query(statement, [person]);
    await client.query('reset session_replication_role');
  };
  const person = ids[1 - index] ?? '';
  const before = await one(
    'select status, barred_from, revoked_at from participant join award_claim on participant_id = id where id = $1',
    [person],
  );
  await byHand(change, person);
  expect(await broken()).toEqual([invariants[index]?.name]);
  await client.query('set session_replication_role = replica');
  await client.query('update participant set status = $2, barred_from = $3 where id = $1', [
    person,
    before.status,
    before.barred_from,
  ]);
  await client.query('update award_claim set revoked_at = $2 where participant_id = $1', [person, before.revoked_at]);
  client.release(true);
  await expectSound();
});

type Step = 'bought' | 'released' | 'providerReleased' | 'held' | 'used' | 'returned' | 'barred' | 'reinstated';

/** What payments and training tell of one person; the answers agree with what happened there. */
const stories: { told: Step[]; end: string }[] = [
  { told: ['returned'], end: 'REVOKED' },
  { told: ['bought', 'used'], end: 'ACTIVE' },
  { told: ['bought', 'held', 'used'], end: 'ACTIVE' },
  { told: ['bought', 'held', 'released', 'returned'], end: 'REVOKED' },
  { told: ['bought', 'released', 'returned'], end: 'REVOKED' },
  { told: ['bought', 'held', 'providerReleased', 'used'], end: 'ACTIVE' },
  { told: ['barred', 'returned', 'reinstated'], end: 'REVOKED' },
  { told: ['barred', 'bought', 'held', 'used', 'reinstated'], end: 'ACTIVE' },
  { told: ['barred', 'bought', 'held', 'released', 'returned', 'reinstated'], end: 'REVOKED' },
];

const moves = {
  barred: `update participant set status = 'BARRED', barred_from = status where id = $1 and status in ('RECIPIENT', 'ACTIVE')`,
  reinstated: `update participant set status = barred_from, barred_from = null where id = $1 and status = 'BARRED'`,
};

test('the events of the two sides in any order, and more than once, have one end', async () => {
  const { wave, ids } = await endedWave(Array.from({ length: 90 }, () => 'RECIPIENT'));
  await revoke(wave);
  const [{ proposal = '' } = {}] = await proposals();
  let next = 0;
  const isLocal = (step: Step) => step === 'barred' || step === 'reinstated';
  const shuffled = fc.constantFrom(...stories).chain(({ told, end }) => {
    // Who is barred and reinstated in the programme office's own order.
    const local = told.filter(isLocal);
    const heard = told.filter((step) => !isLocal(step));
    return fc.record({
      end: fc.constant(end),
      order: fc.shuffledSubarray(heard, { minLength: heard.length }),
      again: fc.subarray(heard),
      local: fc.constant(local),
    });
  });
  await fc.assert(
    fc.asyncProperty(shuffled, async ({ end, order, again, local }) => {
      const id = ids[next] ?? '';
      next += 1;
      const enrollment = uuidv7();
      const [barred, reinstated] = local as ('barred' | 'reinstated')[];
      if (barred) await pool.query(moves[barred], [id]);
      for (const step of [...order, ...again]) {
        if (step === 'bought') await bought(id, enrollment);
        if (step === 'released') await released(id, enrollment);
        if (step === 'providerReleased') await released(id, enrollment, 'CLASS_CANCELLED');
        if (step === 'held') await answer({ proposal, wave, participants: [id] }, () => 'HELD');
        if (step === 'used') await answer({ proposal, wave, participants: [id] }, () => 'USED');
        if (step === 'returned') await answer({ proposal, wave, participants: [id] });
      }
      if (reinstated) await pool.query(moves[reinstated], [id]);
      expect(await statusOf(id)).toBe(end);
    }),
    { numRuns: 90, seed: 13 },
  );
  await expectSound();
});

test('answers and purchases at one moment lock nobody out and leave each person in one state', async () => {
  const { wave, ids } = await endedWave(Array.from({ length: 200 }, () => 'RECIPIENT'));
  await revoke(wave);
  const [{ proposal = '' } = {}] = await proposals();
  const buyers = ids.slice(0, 20);
  const used = new Set(buyers);
  await Promise.all([
    ...Array.from({ length: 4 }, (_, at) =>
      answer({ proposal, wave, participants: at % 2 === 0 ? ids : ids.toReversed() }, (id) =>
        used.has(id) ? 'USED' : 'RETURNED',
      ),
    ),
    ...buyers.map((id) => bought(id, uuidv7())),
  ]);
  await tick();
  expect(await waveStatus(wave)).toBe('SETTLED');
  const { rows } = await pool.query(
    'select status, count(*)::int from participant where id = any($1) group by 1 order by 1',
    [ids],
  );
  expect(rows).toEqual([
    { status: 'ACTIVE', count: 20 },
    { status: 'REVOKED', count: 180 },
  ]);
  expect(await one('select freed from wave where number = $1', [wave])).toEqual({ freed: 180 });
  await expectSound();
});
