import { expect, test } from 'vitest';
import { civilSwitches } from '../../../scripts/simulators/civil/switches.ts';
import { brokenByHand } from '../../../tests/testkit/broken-by-hand.ts';
import { brokenInvariants } from '../../../tests/testkit/broken-invariants.ts';
import { bookRegistry } from '../../../tests/testkit/civil-registry.ts';
import { correcting } from '../../../tests/testkit/correction.ts';
import { fundingsOf } from '../../../tests/testkit/funding.ts';
import { whileWaitingFor } from '../../../tests/testkit/held-lock.ts';
import { matchingOf } from '../../../tests/testkit/matching.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { counted, officerOf } from '../../../tests/testkit/waves.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { pmo as features } from '../features.ts';

const civil = bookRegistry();
const { books } = civil;
const pmo = await openPmo({ civilRegistry: civil });
await openWave(pmo);
const { register, confirm, join, verified } = registering(pmo);
const { correct } = correcting(pmo);
const { pass, standingOf } = matchingOf(pmo);
const { act, open, screen, draw, statusOf } = officerOf(pmo);
const { pool } = pmo.database;

const away = () => {
  books.switches = civilSwitches.parse({ unavailable: 1 });
};
const back = () => {
  books.switches = civilSwitches.parse({});
};

let next = 0;
/** Somebody who may join, and of whom the registry has said nothing yet. */
const waiting = async (changes: object = {}) => {
  next += 1;
  const person = { id: uuidv7(), at: next };
  expect((await register(person.id, { ...personAt(next), ...changes })).refusal).toBeNull();
  await confirm([person.id]);
  return person;
};
const codeOf = async (answer: ReturnType<typeof join>) => (await answer).refusal?.code ?? 'JOINED';

const statuses = async (wave: number) =>
  counted(
    (await pool.query<{ status: string }>('select status from registration where wave_number = $1', [wave])).rows.map(
      ({ status }) => status,
    ),
  );
const lastReasons = async (id: string, wave: number) =>
  (
    await pool.query<{ reasons: string[] }>(
      'select reasons from policy_decision where participant_id = $1 and wave_number = $2 order by id desc limit 1',
      [id, wave],
    )
  ).rows[0]?.reasons;

const officer = (name: string) => callerOf(name, 'wave:manage');
const WAVE = `query ($number: Int!) { wave(number: $number) {
  identityMatch { isWaiting waiver { reason proposedBy approvedBy } } } }`;
const publicOf = async (number: number) =>
  (await pmo.askAnonymously<{ wave: { identityMatch: object } }>(WAVE, { number })).data.wave.identityMatch;
const decide = async (name: string, field: string, args: string) => {
  const mutation = `mutation { done: ${field}(${args}) { refusal { code } } }`;
  return (await pmo.ask<{ done: { refusal: { code: string } | null } }>(officer(name), mutation)).data.done.refusal
    ?.code;
};

test('anyone joins while the registry is away; the freeze waits for it, and takes those who are confirmed', async () => {
  await open(2_201, { quota: 2 });
  away();
  const people = [await waiting(), await waiting(), await waiting()];
  await pass(1);
  for (const { id } of people) expect(await codeOf(join(id, 2_201))).toBe('JOINED');
  await screen(2_201);
  expect(await statuses(2_201)).toEqual({ ELIGIBLE: 3 });
  await fundingsOf(pmo).answerAll();
  await act('drawWave', 2_201);
  await pmo.runner.tick();
  expect([await statusOf(2_201), await publicOf(2_201)]).toEqual(['SCREENED', { isWaiting: true, waiver: null }]);
  expect((await pool.query('select from draw where wave_number = 2201')).rowCount).toBe(0);
  // Of one of them the registry says no when it is back.
  books.know({ nik: personAt(people[0]?.at ?? 0).nik, name: 'Somebody Else', birthDate: '1995-01-05' });
  back();
  await pass(3_600);
  await draw(2_201).catch(() => undefined);
  await pmo.runner.tick();
  expect(await statuses(2_201)).toEqual({ ELIGIBLE: 2, INELIGIBLE: 1 });
  expect(await lastReasons(people[0]?.id ?? '', 2_201)).toEqual(['IDENTITY_NOT_CONFIRMED']);
  expect(await publicOf(2_201)).toEqual({ isWaiting: false, waiver: null });
  const { rows } = await pool.query('select entry_count from draw where wave_number = 2201');
  expect(rows).toEqual([{ entry_count: 2 }]);
  expect(await brokenInvariants(pool, features)).toEqual([]);
});

test('two officers decide in public not to wait: who is not confirmed is left out, and free for the next wave', async () => {
  await open(2_202, { quota: 2 });
  const sure = await verified(personAt(9_001));
  away();
  const left = await waiting();
  for (const id of [sure, left.id]) expect(await codeOf(join(id, 2_202))).toBe('JOINED');
  expect(await decide('officer-1', 'proposeMatchWaiver', 'number: 2202, reason: "Dukcapil is down."')).toBe(
    'WAIVER_TOO_EARLY',
  );
  await screen(2_202);
  await fundingsOf(pmo).answerAll();
  await act('drawWave', 2_202);
  await pmo.runner.tick();
  const propose = 'number: 2202, reason: "Dukcapil is down since Monday."';
  expect([
    await decide('officer-2', 'approveMatchWaiver', 'number: 2202'),
    await decide('officer-1', 'proposeMatchWaiver', 'number: 2202, reason: ""'),
    await decide('officer-1', 'proposeMatchWaiver', propose),
    await decide('officer-1', 'approveMatchWaiver', 'number: 2202'),
  ]).toEqual(['WAIVER_NOT_PROPOSED', 'WAIVER_REASON_MALFORMED', undefined, 'SAME_PERSON']);
  await pmo.runner.tick();
  expect(await statusOf(2_202)).toBe('SCREENED');
  expect(await statuses(2_202)).toEqual({ ELIGIBLE: 2 });
  expect(await decide('officer-2', 'approveMatchWaiver', 'number: 2202')).toBeUndefined();
  await pmo.runner.tick();
  expect(await statuses(2_202)).toEqual({ ELIGIBLE: 1, INELIGIBLE: 1 });
  expect(await publicOf(2_202)).toEqual({
    isWaiting: false,
    waiver: { reason: 'Dukcapil is down since Monday.', proposedBy: 'officer-1', approvedBy: 'officer-2' },
  });
  await expect(pool.query('update match_waiver set reason = $1 where wave_number = 2202', ['None.'])).rejects.toThrow(
    'stays',
  );
  await open(2_203);
  expect(await codeOf(join(left.id, 2_203))).toBe('JOINED');
  back();
  await pass(3_600);
  expect(await brokenInvariants(pool, features)).toEqual([]);
});

test('who is told no in a wave corrects what was mistyped there, and stays in it', async () => {
  await open(2_204);
  const { id, at } = await waiting({ nik: personAt(8_100).nik });
  books.know({ nik: personAt(8_100).nik, name: 'Dewi Lestari', birthDate: '1995-01-05' });
  expect(await codeOf(join(id, 2_204))).toBe('JOINED');
  await pass(1);
  expect((await standingOf(id))?.state).toBe('NOT_CONFIRMED');
  expect((await correct(id, { nik: personAt(at).nik })).refusal).toBeNull();
  expect((await standingOf(id))?.state).toBe('WAITING');
  await pass(1);
  expect((await standingOf(id))?.state).toBe('CONFIRMED');
  await screen(2_204);
  expect(await statuses(2_204)).toEqual({ ELIGIBLE: 1 });
  // The entry is that of the NIK as it is now.
  expect(await brokenInvariants(pool, features)).toEqual([]);
});

test('who corrects what was mistyped while the unconfirmed are turned down, before their turn, stays', async () => {
  await open(2_206);
  // By id, the order in which they are locked.
  const first = await waiting({ nik: personAt(8_201).nik });
  const second = await waiting({ nik: personAt(8_202).nik });
  for (const nik of [8_201, 8_202].map((at) => personAt(at).nik))
    books.know({ nik, name: 'Dewi Lestari', birthDate: '1995-01-05' });
  for (const { id } of [first, second]) expect(await codeOf(join(id, 2_206))).toBe('JOINED');
  await screen(2_206);
  await pass(1);
  expect(await statuses(2_206)).toEqual({ ELIGIBLE: 2 });
  let cleared: Promise<boolean> | undefined;
  await whileWaitingFor(
    {
      databaseUrl: String(pmo.database.orm.config.get('clientUrl')),
      lock: 'select from participant where id = $1 for no key update',
      values: [first.id],
    },
    {
      begin: () => {
        cleared = pmo.services.matchGate.clear(2_206);
      },
      meanwhile: async () => {
        expect((await correct(second.id, { nik: personAt(second.at).nik })).refusal).toBeNull();
      },
    },
  );
  expect(await cleared).toBe(false);
  expect(await statuses(2_206)).toEqual({ ELIGIBLE: 1, INELIGIBLE: 1 });
  await pass(1);
  expect((await standingOf(second.id))?.state).toBe('CONFIRMED');
  expect(await pmo.services.matchGate.clear(2_206)).toBe(true);
  expect(await brokenInvariants(pool, features)).toEqual([]);
});

test('who was told no joins no wave, in words that tell nothing of why', async () => {
  const { id } = await waiting({ nik: personAt(9_001).nik });
  await pass(1);
  expect(await codeOf(join(id))).toBe('IDENTITY_NOT_CONFIRMED');
});

test('a stranger who states a family card takes none of its places, and its people learn nothing of them', async () => {
  const card = '3273990101555001';
  away();
  const strangers = [await waiting({ kk: card }), await waiting({ kk: card }), await waiting({ kk: card })];
  for (const { id } of strangers) expect(await codeOf(join(id))).toBe('JOINED');
  back();
  for (const { at } of strangers)
    books.know({ nik: personAt(at).nik, name: 'Siti Rahayu', birthDate: '1995-01-05', kk: '3273990101555999' });
  const family = await Promise.all([9_101, 9_102].map((at) => verified(personAt(at, card))));
  for (const id of family) expect(await codeOf(join(id))).toBe('JOINED');
  await pass(3_600);
  const { rows } = await pool.query('select participant_id as id from kk_claim where kk_index = $1 order by 1', [
    pmo.vault.blindIndex('kk', card),
  ]);
  expect(rows.map(({ id }) => id)).toEqual([...family].sort());
  expect(await Promise.all(strangers.map(async ({ id }) => (await standingOf(id))?.state))).toEqual(
    Array(3).fill('NOT_CONFIRMED'),
  );
  expect(await brokenInvariants(pool, features)).toEqual([]);
});

test('of a family whose matches come at once, whoever finds both places taken is turned down with the reason', async () => {
  await open(2_205);
  const card = '3273990101555002';
  away();
  const family = await Promise.all([1, 2, 3, 4].map(() => waiting({ kk: card })));
  for (const { id } of family) expect(await codeOf(join(id, 2_205))).toBe('JOINED');
  back();
  await pass(3_600);
  expect(await statuses(2_205)).toEqual({ JOINED: 2, INELIGIBLE: 2 });
  const { rows } = await pool.query<{ id: string }>(
    `select participant_id as id from registration where wave_number = 2205 and status = 'INELIGIBLE'`,
  );
  for (const { id } of rows) expect(await lastReasons(id, 2_205)).toEqual(['KK_HAS_TWO_RECIPIENTS']);
  expect(await brokenInvariants(pool, features)).toEqual([]);
});

test('an unconfirmed entry of a frozen wave is seen when it is made by hand', async () => {
  const entry = `select participant_id from registration where wave_number = 2201 and status = 'ELIGIBLE' limit 1`;
  const unconfirm = `insert into unconfirmed_identity (participant_id, next_at, since)
    select participant_id, now(), now() from (${entry}) as entry`;
  expect(await brokenByHand(pool, features, [unconfirm])).toContain(
    'nobody whose identity is not confirmed is an entry of a frozen wave, or was selected before a dispute took the NIK',
  );
});
