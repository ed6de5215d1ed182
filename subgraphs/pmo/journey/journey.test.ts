import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { revocationsOf } from '../../../tests/testkit/revocation.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';

const pmo = await openPmo();
const { database, services, clock } = pmo;
const { pool } = database;
const { journeys } = services;
const { answerAll } = revocationsOf(pmo);
const WAVE = 7001;
const HOUR = 3_600_000;

await pool.query(
  `insert into wave (number, status, policy_version, quota, is_synthetic, announced_at, purchase_deadline)
    values ($1, 'ANNOUNCED', '2023', 10, true, $2, $3)`,
  [WAVE, clock.now(), day(15)],
);

function day(after: number): string {
  return new Date(clock.now().getTime() + 7 * HOUR + after * 24 * HOUR).toISOString().slice(0, 10);
}

const recipient = async (status = 'RECIPIENT'): Promise<string> => {
  const id = uuidv7();
  await pool.query(
    `insert into participant (id, status, barred_from, name, birth_date, region_code, work_status, registered_at)
      values ($1, $2, case when $2 = 'BARRED' then 'RECIPIENT' end, 'Siti', '1995-01-05', '32', 'WORKER', now())`,
    [id, status],
  );
  await pool.query('insert into nik_claim (nik_index, participant_id) values (uuid_send(gen_random_uuid()), $1)', [id]);
  await pool.query('insert into award_claim (participant_id, wave_number) values ($1, $2)', [id, WAVE]);
  return id;
};

const statusOf = async (id: string, column = 'status'): Promise<string> =>
  (await pool.query(`select ${column} as status from participant where id = $1`, [id])).rows[0].status;

type Step = 'bought' | 'released' | 'boughtAgain' | 'certified' | 'uncertified' | 'classCancelled' | 'providerReleased';

const tellerOf = (participant: string) => {
  const first = uuidv7();
  const second = uuidv7();
  const certificate = uuidv7();
  const at = clock.now().toISOString();
  const event = { requestid: 'request-0001' } as never;
  const tell = (effect: (em: ReturnType<typeof pmo.database.orm.em.fork>) => Promise<void>) =>
    database.orm.em.fork().transactional(effect);
  const steps: Record<Step, () => Promise<void>> = {
    bought: () => tell((em) => journeys.bought(em, { participant, enrollment: first, at })),
    released: () => tell((em) => journeys.released(em, { participant, enrollment: first, reason: 'CANCELLED', at })),
    providerReleased: () =>
      tell((em) => journeys.released(em, { participant, enrollment: first, reason: 'CLASS_CANCELLED', at })),
    boughtAgain: () => tell((em) => journeys.bought(em, { participant, enrollment: second, at })),
    certified: () =>
      tell((em) => journeys.certified(em, { certificates: [{ certificate, participant, issuedAt: at }] })),
    uncertified: () => tell((em) => journeys.uncertified(em, { participant, certificate, at })),
    classCancelled: () => tell((em) => journeys.extend(em, { at, enrollments: [{ participant }] }, event)),
  };
  return async (...names: Step[]) => {
    for (const name of names) await steps[name]();
  };
};

/** What must come out, whatever the order: written without the statements. */
const endOf = (steps: readonly Step[]): string => {
  const has = (step: Step) => steps.includes(step);
  const kept = has('boughtAgain') || (has('bought') && !has('released'));
  if (!kept) return 'RECIPIENT';
  return has('certified') && !has('uncertified') ? 'ALUMNI' : 'ACTIVE';
};

const stories: Step[][] = [
  ['bought'],
  ['bought', 'released'],
  ['bought', 'released', 'boughtAgain'],
  ['bought', 'certified'],
  ['bought', 'certified', 'uncertified'],
  ['bought', 'providerReleased'],
  ['certified'],
  ['released'],
];

test('events in any order, and more than once, lead to the same state', async () => {
  const told = fc.constantFrom(...stories).chain((story) =>
    fc.record({
      story: fc.constant(story),
      order: fc.shuffledSubarray(story, { minLength: story.length }),
      again: fc.subarray(story),
      isBarred: fc.boolean(),
    }),
  );
  await fc.assert(
    fc.asyncProperty(told, async ({ story, order, again, isBarred }) => {
      const id = await recipient(isBarred ? 'BARRED' : 'RECIPIENT');
      await tellerOf(id)(...order, ...again);
      expect(await statusOf(id, isBarred ? 'barred_from' : 'status')).toBe(endOf(story));
      if (isBarred) expect(await statusOf(id)).toBe('BARRED');
    }),
    { numRuns: 60, seed: 12 },
  );
});

test('a revoked person stays REVOKED, and who is unknown here is left out', async () => {
  const id = await recipient();
  await pool.query(`update participant set status = 'REVOKED' where id = $1`, [id]);
  await tellerOf(id)('bought', 'certified');
  expect(await statusOf(id)).toBe('REVOKED');
  await tellerOf(uuidv7())('bought', 'certified', 'classCancelled');
});

test('an alumnus from before the first event loses nothing by a release', async () => {
  const id = await recipient('ALUMNI');
  await tellerOf(id)('released', 'uncertified');
  expect(await statusOf(id)).toBe('ALUMNI');
});

test('a cancelled class extends the deadline of its people alone, is told, and the latest day holds', async () => {
  const id = await recipient();
  const other = await recipient();
  clock.advance(3 * 24 * HOUR);
  await tellerOf(id)('classCancelled', 'classCancelled');
  const until = day(15);
  const { rows } = await pool.query(
    `select data from event_outbox where type = 'pmo.deadline.extended'
    and data ->> 'participant' = $1`,
    [id],
  );
  expect(rows).toEqual([{ data: { participant: id, wave: WAVE, until, at: expect.any(String) } }]);
  const ask = async (who: string, scope: string, of: string) =>
    (
      await pmo.ask<{ _entities: { purchaseDeadline: string | null }[] }>(
        callerOf(who, scope),
        `{ _entities(representations: [{ __typename: "Participant", id: "${of}" }]) {
          ... on Participant { purchaseDeadline } } }`,
      )
    ).data?._entities[0]?.purchaseDeadline;
  expect(await ask(id, 'self', id)).toBe(until);
  expect(await ask('officer-1', 'participant:read', other)).toBe(day(12));
  expect(await ask(other, 'self', id)).toBeUndefined();
});

test('revocation waits for the last own deadline, asks about whoever has bought nothing, and spares who bought', async () => {
  const [nothing, bought, certified, extended] = [
    await recipient(),
    await recipient(),
    await recipient(),
    await recipient(),
  ];
  await tellerOf(bought)('bought');
  await tellerOf(certified)('certified');
  await tellerOf(extended)('classCancelled');
  clock.advance(13 * 24 * HOUR);
  const officer = callerOf('officer-1', 'wave:manage');
  const revoke = async () =>
    (
      await pmo.ask<{ revokeUnused: { refusal: { code: string; message: string } | null } }>(
        officer,
        `mutation { revokeUnused(number: ${WAVE}) { refusal { code message } } }`,
      )
    ).data?.revokeUnused.refusal;
  const { rows } = await pool.query('select until::text from purchase_deadline where participant_id = $1', [extended]);
  expect(await revoke()).toMatchObject({
    code: 'PURCHASE_DEADLINE_NOT_PASSED',
    message: expect.stringContaining(rows[0].until),
  });
  clock.advance(3 * 24 * HOUR);
  expect(await revoke()).toBeNull();
  // Of a certificate without a purchase payments knows more.
  await answerAll((id) => (id === certified ? 'USED' : 'RETURNED'));
  const states = await Promise.all([nothing, bought, certified, extended].map((id) => statusOf(id)));
  expect(states).toEqual(['REVOKED', 'ACTIVE', 'RECIPIENT', 'REVOKED']);
});
