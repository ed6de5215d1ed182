import { afterAll, expect, test } from 'vitest';
import { Random } from '../../../scripts/seed/random.ts';
import { brokenInvariants } from '../../../tests/testkit/broken-invariants.ts';
import { startCivilRegistry } from '../../../tests/testkit/civil-registry.ts';
import { matchPeople } from '../../../tests/testkit/env.ts';
import { matchingOf } from '../../../tests/testkit/matching.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { counted } from '../../../tests/testkit/waves.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { pmo as features } from '../features.ts';
import { syntheticNik } from '../profile/nik.ts';

const PEOPLE = matchPeople();
const SERIALS = 9_999;
const random = new Random(17, 0, 0);
const civil = await startCivilRegistry({ random: () => random.int(1_000_000) / 1_000_000, timeoutMs: 10_000 });
afterAll(() => civil.stop());
const pmo = await openPmo({ civilRegistry: civil.registry, log: { warn: () => undefined } as never });
await openWave(pmo);
const { register } = registering(pmo);
const { pass } = matchingOf(pmo);
const { pool } = pmo.database;

/** Somebody for each place; a day has no more than 9,999 serial numbers. */
const personFor = (place: number) => {
  const [day, serial] = place < SERIALS ? ['1995-01-05', place + 1] : ['1995-01-06', place - SERIALS + 1];
  const nik = syntheticNik({ regencyCode: '32.73', birthDate: day, isWoman: true, serial });
  // A family card's number does not end in 0000 either.
  return { ...personAt(place + Math.floor(place / SERIALS) + 1, undefined, nik), birthDate: day };
};

const states = async () =>
  counted(
    (
      await pool.query<{ state: string }>(
        `select 'CONFIRMED' as state from nik_claim
          union all select concat_ws(' ', state, reason, field) from unconfirmed_identity`,
      )
    ).rows.map(({ state }) => state),
  );

test(`of ${PEOPLE} who register, 5 % unavailable and 1 % wrong, each is confirmed, told no, or waits: nobody is lost or doubled`, async () => {
  const AT_ONCE = 200;
  civil.switch({ unavailable: 0.05, wrong: 0.01 });
  const ids: string[] = [];
  for (let from = 0; from < PEOPLE; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, PEOPLE - from) }, (_, at) => ({ id: uuidv7(), at: from + at }));
    const answers = await Promise.all(some.map(({ id, at }) => register(id, personFor(at))));
    expect(answers.filter(({ refusal }) => refusal !== null)).toEqual([]);
    ids.push(...some.map(({ id }) => id));
  }
  const startedAt = performance.now();
  await pass(1);
  const first = await states();
  const seconds = (performance.now() - startedAt) / 1_000;
  process.stdout.write(`${PEOPLE} matches in ${seconds.toFixed(2)} s: ${JSON.stringify(first)}\n`);
  expect(Object.values(first).reduce((sum, count) => sum + count, 0)).toBe(PEOPLE);
  expect(Object.keys(first).sort()).toEqual(['CONFIRMED', 'NOT_CONFIRMED NO_MATCH NAME', 'WAITING']);
  expect(first.WAITING).toBeGreaterThan(PEOPLE * 0.02);
  // Later tries come back by themselves, until nobody waits.
  for (let round = 0; round < 12 && (await states()).WAITING !== undefined; round += 1) await pass(900);
  const last = await states();
  expect(last.WAITING).toBeUndefined();
  expect((last.CONFIRMED ?? 0) + (last['NOT_CONFIRMED NO_MATCH NAME'] ?? 0)).toBe(PEOPLE);
  // What the registry has in its own books: a match for each who is confirmed, a no for each who was told no.
  const { answers } = civil.books.totals;
  expect([answers.MATCH, answers.NO_MATCH]).toEqual([last.CONFIRMED, last['NOT_CONFIRMED NO_MATCH NAME']]);
  expect(await brokenInvariants(pool, features)).toEqual([]);
}, 300_000);
