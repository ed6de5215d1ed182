import { afterAll, beforeEach, expect, test } from 'vitest';
import { brokenByHand } from '../../../tests/testkit/broken-by-hand.ts';
import { brokenInvariants } from '../../../tests/testkit/broken-invariants.ts';
import { startCivilRegistry } from '../../../tests/testkit/civil-registry.ts';
import { matchingOf } from '../../../tests/testkit/matching.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { execute } from '../../kit/database.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { Secret } from '../../kit/vault/secret.ts';
import { pmo as features } from '../features.ts';
import { identityPlace, packIdentity } from '../identity/index.ts';
import { createCivilRegistry } from './civil-registry.client.ts';
import { TAKE } from './match.statement.ts';

const civil = await startCivilRegistry({ timeoutMs: 200 });
afterAll(() => civil.stop());
const warnings: string[] = [];
const log = { warn: (facts: { err: Error }) => void warnings.push(facts.err.message) };
const pmo = await openPmo({ civilRegistry: civil.registry, log: log as never });
await openWave(pmo);
const { register } = registering(pmo);
const { standingOf, reasonOf, pass, holderOf } = matchingOf(pmo);
const { pool } = pmo.database;

let next = 0;
const someone = async (changes: object = {}) => {
  next += 1;
  const id = uuidv7();
  expect((await register(id, { ...personAt(next), ...changes })).refusal).toBeNull();
  return { id, at: next };
};

beforeEach(async () => {
  civil.switch({});
  warnings.length = 0;
  // Whatever was left to wait by the test before.
  await pass(3_600);
});

test('registration is answered at once, and the civil registry confirms it afterwards', async () => {
  const { id, at } = await someone();
  expect((await standingOf(id))?.state).toBe('WAITING');
  expect(await holderOf(personAt(at).nik)).toBeUndefined();
  await pass(1);
  expect(await standingOf(id)).toEqual({ state: 'CONFIRMED', nextStep: null });
  expect(await holderOf(personAt(at).nik)).toBe(id);
});

test.each([
  ['DOWN', { fault: 'DOWN' }, 'the civil registry does not answer'],
  ['slow', { slowMs: 1_000 }, 'the civil registry does not answer'],
  ['not to be understood', { fault: 'GARBAGE' }, 'the civil registry sent what is no answer'],
  ['about somebody else', { fault: 'STRANGER' }, 'the civil registry answered other questions'],
  ['429', { callsPerSecond: 0 }, 'the civil registry answered 429'],
] as const)(
  'while its answer is %s everybody waits, it is left alone, and then they are confirmed',
  async (_, switches, said) => {
    const people = [await someone(), await someone()];
    civil.switch(switches);
    await pass(1);
    expect(warnings).toEqual([said]);
    const states = async () => Promise.all(people.map(async ({ id }) => (await standingOf(id))?.state));
    expect(await states()).toEqual(['WAITING', 'WAITING']);
    // It is left alone for a while, also when it would answer.
    civil.switch({});
    const before = civil.books.totals.questions;
    await pmo.services.matchWork.tick();
    expect(civil.books.totals.questions).toBe(before);
    await pass(60);
    expect(await states()).toEqual(['CONFIRMED', 'CONFIRMED']);
  },
);

test('who shows another key is told nothing', async () => {
  const stranger = createCivilRegistry({
    url: civil.url,
    key: new Secret('key', 'of somebody else'),
    timeoutMs: 2_000,
  });
  const question = {
    id: uuidv7(),
    nik: new Secret('nik', personAt(1).nik),
    name: 'S',
    birthDate: '1995-01-05',
    kk: null,
  };
  await expect(stranger.match([question])).rejects.toThrow('the civil registry answered 401');
});

test('a process that is killed between question and answer costs a minute, and its late answer counts no more', async () => {
  const { id, at } = await someone();
  const lease = new Date(pmo.clock.now().getTime() + 60_000);
  const taken = await pmo.database.rows(TAKE, [pmo.clock.now(), 100, lease]);
  expect(taken.map(({ participantId }) => participantId)).toEqual([id]);
  await pass(50);
  expect((await standingOf(id))?.state).toBe('WAITING');
  await pass(20);
  expect((await standingOf(id))?.state).toBe('CONFIRMED');
  expect(await holderOf(personAt(at).nik)).toBe(id);
});

test('whoever mistyped, whose NIK nobody has, and who comes second are told the same, and learn no more', async () => {
  const first = await someone();
  await pass(1);
  civil.books.know({ nik: personAt(next + 1).nik, name: 'Budi Santoso', birthDate: '1995-01-05' });
  const mistyped = await someone();
  const second = await someone({ nik: personAt(first.at).nik });
  await pass(1);
  civil.switch({ unknown: 'UNKNOWN' });
  const unknown = await someone();
  await pass(1);
  const people = [mistyped, second, unknown];
  const told = new Set<string>();
  for (const { id } of people) told.add(JSON.stringify(await standingOf(id)));
  expect([...told].map((text) => JSON.parse(text).state)).toEqual(['NOT_CONFIRMED']);
  const reasons = await Promise.all(people.map(({ id }) => reasonOf(id)));
  expect(reasons).toEqual([
    { state: 'NOT_CONFIRMED', reason: 'NO_MATCH', field: 'NAME' },
    { state: 'NOT_CONFIRMED', reason: 'CLAIMED', field: null },
    { state: 'NOT_CONFIRMED', reason: 'UNKNOWN', field: null },
  ]);
});

/** Leaves a person's sealed record without a NIK. */
const withoutNik = (id: string) =>
  pmo.database.orm.em.fork().transactional(async (tx) => {
    const value = packIdentity({ nik: null, kk: null, phone: null, email: null });
    const [sealed] = await pmo.vault.seal(tx, [{ ...identityPlace(id), value }]);
    await execute(tx, 'update participant_identity set sealed = $1 where participant_id = $2', [sealed, id]);
  });

test('one of a call who states no NIK is told no, and each of the others what is true of them', async () => {
  // Whose answer is another one than that of the neighbours shows a shift by one in either direction.
  const people = [];
  for (let place = 0; place < 5; place += 1) {
    if (place % 2 === 1)
      civil.books.know({ nik: personAt(next + 1).nik, name: 'Budi Santoso', birthDate: '1995-01-05' });
    people.push(await someone());
  }
  for (const place of [0, 2]) await withoutNik(people[place]?.id ?? '');
  await pass(1);
  const reasons = await Promise.all(people.map(({ id }) => reasonOf(id)));
  const [none, mistyped, confirmed] = [
    { state: 'NOT_CONFIRMED', reason: 'UNKNOWN', field: null },
    { state: 'NOT_CONFIRMED', reason: 'NO_MATCH', field: 'NAME' },
    { state: 'CONFIRMED', reason: null, field: null },
  ];
  expect(reasons).toEqual([none, mistyped, none, mistyped, confirmed]);
});

test('after all of this the invariants hold, and each of these is seen when it is broken by hand', async () => {
  expect(await brokenInvariants(pool, features)).toEqual([]);
  const { id } = await someone();
  await pass(1);
  const { id: waiting } = await someone();
  const open = (who: string) =>
    `insert into unconfirmed_identity (participant_id, nik_index, next_at, since) values ('${who}', null, now(), now())`;
  const claimed = [open(id)];
  expect(await brokenByHand(pool, features, claimed)).toContain(
    'nobody holds a NIK and waits for the civil registry at once',
  );
  expect(
    await brokenByHand(pool, features, [`delete from unconfirmed_identity where participant_id = '${waiting}'`]),
  ).toEqual(['whoever registered holds their NIK, or waits for the civil registry, or was told no']);
  expect(
    await brokenByHand(pool, features, [`update nik_claim set confirmed_at = null where participant_id = '${id}'`]),
  ).toEqual(['whoever is confirmed has a moment at which they were']);
  expect(
    await brokenByHand(pool, features, [
      `insert into kk_claim select kk_index, 1, participant_id, 2001 from participant_identity where participant_id = '${waiting}'`,
    ]),
  ).toContain(
    'nobody whose identity is not confirmed holds a place on a family card or an award, unless a dispute took the NIK from them',
  );
});
