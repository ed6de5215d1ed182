import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { openJobs } from '../../../tests/testkit/jobs.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import { handlersOf } from '../../kit/assembly.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { countStatements } from '../../kit/statements.ts';
import { jobs } from '../features.ts';
import { certificateIssued, certificateRevoked, participantsErased } from './profile.events.ts';
import { mergeSkills } from './profile.service.ts';

const { database, services } = await openJobs([]);
const handlers = handlersOf(jobs, services);

const siti = idOf(101);
const budi = idOf(102);

type Event = Parameters<(typeof handlers)[number]['handle']>[2];

/** What the inbox does with an event that it has verified. */
const handle = (type: string, data: unknown) => {
  const handler = handlers.find(({ definition }) => definition.type === type);
  const event = { id: crypto.randomUUID() } as Event;
  return database.orm.em.fork().transactional(async (em) => handler?.handle(em, data, event));
};
const receive = (certificates: unknown) =>
  handle(certificateIssued.type, certificateIssued.data.parse({ certificates }));
const revoke = ({ certificate, participant }: typeof barista) =>
  handle(
    certificateRevoked.type,
    certificateRevoked.data.parse({ certificate, participant, at: '2026-07-01T00:00:00Z' }),
  );
const erase = (...participants: string[]) =>
  handle(participantsErased.type, participantsErased.data.parse({ participants }));

const ALL = {
  name: 'all-profiles',
  text: 'select participant_id as id, skills, updated_at as at from skill_profile order by participant_id',
};

const profiles = async () => {
  const rows = await database.rows<{ id: string; skills: string[]; at: Date }>(ALL);
  return rows.map(({ id, skills, at }) => [id, skills, at.toISOString()]);
};

const barista = {
  certificate: idOf(201),
  participant: siti,
  skills: ['cashiering', 'barista-work'],
  issuedAt: '2026-06-20T00:00:00Z',
};
const waiter = {
  certificate: idOf(202),
  participant: siti,
  skills: ['table-service', 'cashiering'],
  issuedAt: '2026-03-01T07:00:00+07:00',
};
const welder = { certificate: idOf(203), participant: budi, skills: ['welding'], issuedAt: '2026-05-01T00:00:00Z' };

const merged = [
  [siti, ['barista-work', 'cashiering', 'table-service'], '2026-06-20T00:00:00.000Z'],
  [budi, ['welding'], '2026-05-01T00:00:00.000Z'],
];

beforeEach(async () => {
  await database.pool.query('delete from skill_profile');
  await database.pool.query('delete from profile_certificate');
  await database.pool.query('delete from erased_participant');
});

test.each([
  ['in one event', [[barista, waiter, welder]]],
  ['in three events', [[barista], [waiter], [welder]]],
  ['in the opposite order', [[welder], [waiter], [barista]]],
  ['twice', [[barista, welder], [waiter], [barista, welder], [waiter]]],
])('certificates make the same profile when they arrive %s', async (_how, events) => {
  for (const certificates of events) await receive(certificates);
  expect(await profiles()).toEqual(merged);
});

test('events that name the same people at once do not deadlock and lose nothing', async () => {
  const people = Array.from({ length: 200 }, (_, index) => idOf(1_000 + index));
  const certificatesOf = (skill: string, order: string[]) =>
    order.map((participant) => ({
      certificate: uuidv7(),
      participant,
      skills: [skill],
      issuedAt: '2026-06-20T00:00:00Z',
    }));
  await Promise.all([
    receive(certificatesOf('welding', people)),
    receive(certificatesOf('cashiering', people.toReversed())),
    receive(certificatesOf('plumbing', people)),
  ]);
  const expected = people.map((id) => [id, ['cashiering', 'plumbing', 'welding'], '2026-06-20T00:00:00.000Z']);
  expect(await profiles()).toEqual(expected);
});

test('a full event takes as many statements as a small one', async () => {
  const statementsOf = async (count: number) => {
    const tally = { statements: 0 };
    const certificates = Array.from({ length: count }, (_, index) => ({
      ...barista,
      participant: idOf(5_000 + index),
    }));
    await countStatements(tally, () => receive(certificates));
    return tally.statements;
  };
  expect(await statementsOf(1_000)).toBe(await statementsOf(1));
  expect(await profiles()).toHaveLength(1_000);
});

test('a certificate without a skill makes no profile', async () => {
  await receive([{ ...barista, skills: [] }]);
  expect(await profiles()).toEqual([]);
});

test.each([
  ['after it', [() => receive([barista]), () => receive([waiter]), () => revoke(barista)]],
  ['before it', [() => revoke(barista), () => receive([barista, waiter])]],
  ['twice', [() => receive([waiter, barista]), () => revoke(barista), () => revoke(barista), () => receive([barista])]],
])('a certificate that is revoked %s proves nothing, what another proves stays', async (_when, steps) => {
  for (const step of steps) await step();
  expect(await profiles()).toEqual([[siti, ['cashiering', 'table-service'], '2026-03-01T00:00:00.000Z']]);
});

test('whose only certificate is revoked has no profile, and an erased person gets none by a revocation', async () => {
  await receive([welder]);
  await revoke(welder);
  expect(await profiles()).toEqual([]);
  await erase(siti);
  await revoke(barista);
  expect(await profiles()).toEqual([]);
  expect(
    (await database.pool.query('select from profile_certificate where participant_id = $1', [siti])).rowCount,
  ).toBe(0);
});

test('the profile of an erased person goes, and no certificate brings it back; others keep theirs', async () => {
  await receive([barista, welder]);
  for (let time = 0; time < 2; time += 1) await erase(siti, siti);
  await receive([waiter]);
  expect(await profiles()).toEqual([merged[1]]);
});

test('an erasure waits for certificates that are being taken in, and leaves no profile behind', async () => {
  const taken = Promise.withResolvers<void>();
  const commit = Promise.withResolvers<void>();
  const merging = database.orm.em.fork().transactional(async (em) => {
    await mergeSkills(em, [barista]);
    taken.resolve();
    await commit.promise;
  });
  await taken.promise;
  const erasing = erase(siti);
  await setTimeout(100);
  commit.resolve();
  await Promise.all([merging, erasing]);
  expect(await profiles()).toEqual([]);
});

test.each([
  ['no certificate', []],
  ['a participant that is no id', [{ ...barista, participant: 'Siti' }]],
  ['a skill that is no code', [{ ...barista, skills: ['Barista; drop'] }]],
  ['a time without an offset', [{ ...barista, issuedAt: '2026-06-20T00:00:00' }]],
  ['more than a chunk', Array.from({ length: 1_001 }, () => barista)],
])('an event with %s does not pass its schema', (_what, certificates) => {
  expect(certificateIssued.data.safeParse({ certificates }).success).toBe(false);
});
