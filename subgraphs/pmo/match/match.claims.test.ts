import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { brokenInvariants } from '../../../tests/testkit/broken-invariants.ts';
import { bookRegistry } from '../../../tests/testkit/civil-registry.ts';
import { correcting } from '../../../tests/testkit/correction.ts';
import { whileWaitingFor } from '../../../tests/testkit/held-lock.ts';
import { matchingOf } from '../../../tests/testkit/matching.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { counted } from '../../../tests/testkit/waves.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { pmo as features } from '../features.ts';

const civil = bookRegistry();
const pmo = await openPmo({ civilRegistry: civil });
await openWave(pmo);
const { register, confirm, join } = registering(pmo);
const { correct } = correcting(pmo);
const { standingOf, pass, holderOf } = matchingOf(pmo);

let next = 0;
/** A real person as the registry knows them, and what they state when they register. */
const owner = () => {
  next += 1;
  const stated = personAt(next);
  civil.books.know({ nik: stated.nik, name: stated.name, birthDate: stated.birthDate, kk: stated.kk });
  return stated;
};
const registers = async (stated: object) => {
  const id = uuidv7();
  expect((await register(id, stated)).refusal).toBeNull();
  return id;
};
/** Somebody who has seen the number, and not the rest of the card. */
const squatting = (stated: ReturnType<typeof owner>, at = 0) => ({
  ...stated,
  name: 'Joko Purnomo',
  kk: personAt(5_000 + at).kk,
  phone: `0813${String(next * 100 + at).padStart(8, '0')}`,
  email: `joko-${next}-${at}@example.org`,
});

test.each(['squatter first', 'owner first'])('whoever is %s, the owner holds the NIK', async (order) => {
  const stated = owner();
  const ids: Record<string, string> = {};
  const steps = [
    async () => {
      ids.squatter = await registers(squatting(stated));
    },
    async () => {
      ids.owner = await registers(stated);
    },
  ];
  for (const step of order === 'squatter first' ? steps : steps.toReversed()) {
    await step();
    await pass(1);
  }
  expect(await holderOf(stated.nik)).toBe(ids.owner);
  expect((await standingOf(ids.squatter ?? ''))?.state).toBe('NOT_CONFIRMED');
  await confirm(Object.values(ids));
  const codes = await Promise.all([ids.owner, ids.squatter].map(async (id) => (await join(id ?? '')).refusal?.code));
  expect(codes).toEqual([undefined, 'IDENTITY_NOT_CONFIRMED']);
});

test('of 20 NIKs for which their owner and four squatters register at once while the registry answers, each is its owner’s', async () => {
  const owners = Array.from({ length: 20 }, owner);
  const calls = owners.flatMap((stated, at) => [
    ...[1, 2].map((n) => () => registers(squatting(stated, at * 10 + n))),
    () => registers(stated),
    ...[3, 4].map((n) => () => registers(squatting(stated, at * 10 + n))),
    () => pass(0).then(() => ''),
  ]);
  const ids = await Promise.all(calls.map((call) => call()));
  await pass(1);
  const expected = owners.map((_, at) => ids[at * 6 + 2]);
  expect(await Promise.all(owners.map(({ nik }) => holderOf(nik)))).toEqual(expected);
  const { rows } = await pmo.database.pool.query<{ reason: string }>(
    'select reason from unconfirmed_identity where participant_id = any($1::uuid[])',
    [ids.filter((id) => id !== '' && !expected.includes(id))],
  );
  expect(counted(rows.map(({ reason }) => reason))).toEqual({ NO_MATCH: 80 });
  expect(await brokenInvariants(pmo.database.pool, features)).toEqual([]);
});

test('forty strangers who try a NIK use up nothing of its owner, who registers and is confirmed', async () => {
  const stated = owner();
  for (let at = 0; at < 40; at += 1) await registers(squatting(stated, at));
  await pass(1);
  const id = await registers(stated);
  await pass(1);
  expect(await holderOf(stated.nik)).toBe(id);
});

test('of two who know all of it and register at once, one is confirmed, and the other is told what a squatter is told', async () => {
  const stated = owner();
  const ids = await Promise.all([registers(stated), registers(stated)]);
  // In two processes, as it were: each takes one of them.
  await Promise.all([pmo.services.matches.run(), pmo.services.matches.run()]);
  const states = await Promise.all(ids.map(async (id) => (await standingOf(id))?.state));
  expect(states.toSorted()).toEqual(['CONFIRMED', 'NOT_CONFIRMED']);
  expect(await holderOf(stated.nik)).toBe(ids[states.indexOf('CONFIRMED')]);
});

test('who corrects the NIK while the registry confirms the former one gives that up, and waits for the other', async () => {
  const former = owner();
  const other = owner();
  const third = owner();
  // The person's own is the other one.
  civil.books.know({ nik: other.nik, name: former.name, birthDate: former.birthDate, kk: former.kk });
  const holder = await registers(third);
  await pass(1);
  const id = await registers(former);
  const answers: Promise<unknown>[] = [];
  await whileWaitingFor(
    {
      // Another claim on it, which comes to nothing, holds the match up in the middle of its statement.
      databaseUrl: String(pmo.database.orm.config.get('clientUrl')),
      lock: `with moved as (delete from nik_claim where participant_id = $1 returning *)
        insert into nik_claim (nik_index, participant_id, confirmed_at, basis)
        select $2, participant_id, confirmed_at, basis from moved`,
      values: [holder, pmo.vault.blindIndex('nik', former.nik)],
    },
    {
      begin: () => answers.push(pass(1)),
      meanwhile: async () => {
        const corrected = correct(id, { nik: other.nik });
        answers.push(corrected.then(({ refusal }) => refusal));
        await Promise.race([corrected, delay(500)]);
      },
    },
  );
  expect((await Promise.all(answers)).at(1)).toBeNull();
  expect([await holderOf(former.nik), (await standingOf(id))?.state]).toEqual([undefined, 'WAITING']);
  await pass(1);
  expect(await holderOf(other.nik)).toBe(id);
  expect(await brokenInvariants(pmo.database.pool, features)).toEqual([]);
});
