import { randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inheritedEnv } from '../../../scripts/env.ts';
import {
  expectKept,
  happeningsOf,
  type Incentives,
  openIncentives,
  owed,
  policies,
  proofOf,
} from '../../../tests/testkit/incentives.ts';
import { people } from '../../../tests/testkit/payments.ts';
import { execute } from '../../kit/database.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { recipientsAnnounced } from '../balance/grant.events.ts';
import { certificateIssued, courseRated } from './entitlement.events.ts';
import { settle } from './settle.service.ts';

const WAVE = 1001;
const START = '2026-03-01T00:00:00Z';
const times = {
  announced: '2026-03-01T00:00:00.000Z',
  certified: '2026-03-20T03:00:00.000Z',
  rated: '2026-03-21T03:00:00.000Z',
  surveyed: '2026-03-22T03:00:00.000Z',
};

const open = (start = START) => openIncentives(start);

type Fact = 'announce' | 'complete' | 'certify' | 'rate' | 'wallet' | 'survey';
const six: readonly Fact[] = ['announce', 'complete', 'certify', 'rate', 'wallet', 'survey'];

/** Lets the six happenings come in an order; a name that ends in `!` comes twice. */
const live = async (opened: Incentives, person: string, order: readonly string[]) => {
  const does = happeningsOf(opened, person);
  opened.clock.set('2026-03-25T02:00:00Z');
  await does.attest(times.announced);
  const all = {
    announce: () => does.announce('2020-B', WAVE, times.announced),
    complete: () => does.complete(times.certified),
    certify: () => does.certify(times.certified),
    rate: () => does.rate(times.rated),
    wallet: () => does.wallet(),
    survey: () => does.survey(WAVE, 1, times.surveyed),
  };
  for (const name of order) await all[name as Fact]();
  return does;
};

/** Everything is due at the latest of the three; by the 30th of April two instalments are. */
const expected = {
  payouts: [
    'INCENTIVE 1 600000 2026-03-25 09:00',
    'INCENTIVE 2 600000 2026-04-25 09:00',
    'SURVEY 1 50000 2026-03-22 10:00',
  ],
  payable: 1_250_000,
};

const event = { requestid: 'request-0001', time: times.announced } as ReceivedEvent;

/** Each happening as the handler of its event; an account that was asked about before is verified by the NIK's proof. */
const handlersFor = ({ services }: Incentives, participant: string) => {
  const { grants, incentives, walletChecks } = services;
  const enrollment = uuidv7();
  const certificate = uuidv7();
  const course = { participant, enrollment, isFirst: true };
  const attestations = [{ participant, nikProof: proofOf(participant) }];
  const terms = { wave: WAVE, ...policies['2020-B'], participants: [participant] };
  const given = { certificates: [{ participant, enrollment, certificate, issuedAt: times.certified }] };
  return (em: EntityManager, name: Fact) => {
    const about = { ...event, id: uuidv7() };
    const all = {
      announce: () => grants.grant(em, terms, about),
      complete: () => incentives.completed(em, { ...course, at: times.certified }, about),
      certify: () => incentives.issued(em, given, about),
      rate: () => incentives.rated(em, { ...course, isInTime: true, at: times.rated }, about),
      wallet: () => walletChecks.attested(em, { attestations, at: times.announced }, about),
      survey: () => incentives.submitted(em, { participant, wave: WAVE, instalment: 1, at: times.surveyed }, about),
    };
    return all[name]();
  };
};

const CHECKED = `insert into wallet (participant_id, partner_code, masked_number, linked_at, checked_at, nik_proof,
  sealed_number, number_index) values ($1, 'dana', '****0000', '2026-03-25T02:00Z', now(), $2, '', uuid_send($1))`;

/** `ORDERS=720 npm test -- subgraphs/payments/entitlement/incentive.service` takes all; those that begin with one otherwise, another each time. */
const isEach = inheritedEnv().ORDERS === '720';

test('the orders of the six happenings end in one state', async () => {
  const opened = await open('2026-03-25T02:00:00Z');
  const [siti = ''] = people(1);
  await opened.query(CHECKED, [siti, proofOf(siti)]);
  const happen = handlersFor(opened, siti);
  const ends = new Map<string, number>();
  // Orders that begin alike share their beginning: it is gone back to. One transaction for each beginning, undone.
  const beginWith = (first: Fact) =>
    opened.orm.em.fork().transactional(async (em) => {
      const query = async <T>(text: string, values: unknown[] = []) => (await execute<T>(em, text, values)).rows;
      const end = async () => {
        await settle(em, { participants: [siti], at: new Date('2026-04-30T00:00:00Z'), run: uuidv7() });
        const state = JSON.stringify(await owed({ query }, siti));
        ends.set(state, (ends.get(state) ?? 0) + 1);
      };
      const branch = async (happenings: readonly Fact[]): Promise<void> => {
        if (happenings.length === 0) return end();
        for (const next of happenings) await goOn(next, happenings);
      };
      const goOn = async (next: Fact, happenings: readonly Fact[]) => {
        const point = `before_${happenings.length}`;
        await execute(em, `savepoint ${point}`);
        await happen(em, next);
        await branch(happenings.filter((other) => other !== next));
        await execute(em, `rollback to savepoint ${point}`);
      };
      await goOn(first, six);
    });
  const firsts = isEach ? six : [six[randomInt(six.length)] as Fact];
  for (const first of firsts) await beginWith(first);
  expect([...ends].map(([state, count]) => [JSON.parse(state), count])).toEqual([[expected, firsts.length * 120]]);
}, 240_000);

test('copies of happenings, and rechecks in between, change nothing', async () => {
  const opened = await open();
  const shuffled = fc.shuffledSubarray([...six, ...six, 'recheck'] as string[], { minLength: 13 });
  await fc.assert(
    fc.asyncProperty(shuffled, async (order) => {
      const [person = ''] = people(1);
      const happenings = order.filter((name) => name !== 'recheck');
      await live(opened, person, happenings);
      // An award that was announced last is seen within an hour.
      opened.clock.set('2026-03-25T04:00:00Z');
      await opened.services.incentives.recheck();
      await opened.services.incentives.recheck();
      expect(await owed(opened, person)).toEqual({
        payouts: expected.payouts.filter((text) => !text.startsWith('INCENTIVE 2')),
        payable: 650_000,
      });
    }),
    { numRuns: 6 },
  );
  await expectKept(opened);
});

test('each instalment is due a month after the one before, on the last day of a shorter month', async () => {
  const opened = await open();
  const [siti = ''] = people(1);
  const does = happeningsOf(opened, siti);
  await does.attest(times.announced);
  await does.announce('2020-B', WAVE, times.announced);
  opened.clock.set('2026-08-30T18:00:00Z');
  await does.wallet();
  await does.complete('2026-08-29T01:00:00Z');
  await does.certify('2026-08-29T01:00:00Z');
  await does.rate('2026-08-30T01:00:00Z');
  for (const [time, count] of [
    ['2026-09-29T17:59:59Z', 1],
    ['2026-09-29T18:00:00Z', 2],
    ['2026-10-30T17:59:59Z', 2],
    ['2026-10-30T18:00:00Z', 3],
    ['2027-12-01T00:00:00Z', 4],
  ] as const) {
    opened.clock.set(time);
    await does.recheck();
    expect([time, (await owed(opened, siti)).payouts.length]).toEqual([time, count]);
  }
  expect((await owed(opened, siti)).payouts.map((text) => text.slice(19))).toEqual([
    '2026-08-31 01:00',
    '2026-09-30 01:00',
    '2026-10-31 01:00',
    '2026-11-30 01:00',
  ]);
  expect(await opened.query('select from incentive_condition where recheck_at is not null')).toEqual([]);
  await expectKept(opened);
});

test('a survey without any course pays nothing, and nothing survives a revocation', async () => {
  const opened = await open('2026-03-25T00:00:00Z');
  const [siti = '', budi = ''] = people(2);
  for (const person of [siti, budi]) {
    const does = happeningsOf(opened, person);
    await does.announce('2020-B', WAVE, times.announced);
    await does.survey(WAVE, 1, times.surveyed);
    expect(await owed(opened, person)).toEqual({ payouts: [], payable: 0 });
  }
  const his = happeningsOf(opened, budi);
  await his.complete(times.certified);
  await his.certify(times.certified);
  expect((await owed(opened, budi)).payable).toBe(50_000);
  await his.revoke(WAVE, '2026-04-01T00:00:00.000Z');
  await his.recheck();
  expect(await owed(opened, budi)).toEqual({ payouts: [], payable: 0 });
  const returned = `select amount::int from posting join journal_entry on id = entry_id
    where kind = 'WITHDRAW' and account_code = 'RETURNED'`;
  expect(await opened.query(returned)).toEqual([{ amount: 50_000 }]);
  await his.survey(WAVE, 2, times.surveyed);
  await his.recheck();
  expect((await owed(opened, budi)).payouts).toEqual([]);
  await expectKept(opened);
});

const SENT = `update disbursement set status = 'SENT', partner_code = 'dana', partner_reference = id::text
  where participant_id = $1 and entitlement = 'INCENTIVE' and instalment = 1`;

test('a certificate that is revoked withdraws what is not sent; what is sent stays', async () => {
  const opened = await open();
  const [siti = ''] = people(1);
  const does = await live(opened, siti, six);
  opened.clock.set('2026-04-26T00:00:00Z');
  await does.recheck();
  await opened.query(SENT, [siti]);
  await does.annul('2026-04-26T00:00:00.000Z');
  const left = { payouts: ['INCENTIVE 1 600000 2026-03-25 09:00'], payable: 600_000 };
  expect(await owed(opened, siti)).toEqual(left);
  opened.clock.set('2027-04-26T00:00:00Z');
  await does.recheck();
  await does.annul('2026-04-26T00:00:00.000Z');
  expect(await owed(opened, siti)).toEqual(left);
  await expectKept(opened);
});

test('a revocation beside a certificate that is taken in leaves nothing due, whichever is first', async () => {
  const opened = await open('2026-03-25T00:00:00Z');
  const persons = people(30);
  for (const [index, person] of persons.entries()) {
    const does = happeningsOf(opened, person);
    await does.announce('2020-B', WAVE, times.announced);
    await does.survey(WAVE, 1, times.surveyed);
    await does.complete(times.certified);
    const both = [() => does.certify(times.certified), () => does.revoke(WAVE, times.surveyed)];
    const order = index % 2 ? both : both.toReversed();
    expect(await Promise.all(order.map((happen) => happen()))).toEqual([204, 204]);
  }
  await opened.services.incentives.recheck();
  for (const person of persons) expect(await owed(opened, person)).toEqual({ payouts: [], payable: 0 });
  await expectKept(opened);
});

test('a revoked certificate pays nothing, whichever of issue and revocation is heard first', async () => {
  const opened = await open();
  for (const isFirst of [true, false]) {
    const [person = ''] = people(1);
    const does = happeningsOf(opened, person);
    await does.attest(times.announced);
    await does.announce('2023', WAVE, times.announced);
    await does.wallet();
    await does.complete(times.certified);
    if (isFirst) await does.annul('2026-04-01T00:00:00.000Z');
    await does.certify(times.certified);
    if (!isFirst) await does.annul('2026-04-01T00:00:00.000Z');
    await does.rate(times.rated);
    await does.survey(WAVE, 1, times.surveyed);
    expect(await owed(opened, person)).toEqual({ payouts: [], payable: 0 });
  }
  await expectKept(opened);
});

test('who is barred waits, and gets what was due when that is lifted', async () => {
  const opened = await open();
  const [siti = ''] = people(1);
  const does = happeningsOf(opened, siti);
  await does.bar('2026-03-10T00:00:00.000Z');
  await live(opened, siti, six);
  expect((await owed(opened, siti)).payable).toBe(0);
  opened.clock.set('2026-04-30T00:00:00Z');
  await does.reinstate('2026-04-29T00:00:00.000Z');
  expect(await owed(opened, siti)).toEqual(expected);
  await expectKept(opened);
});

test('another course than the first one earns nothing', async () => {
  const opened = await open();
  const [siti = ''] = people(1);
  const does = happeningsOf(opened, siti);
  await live(opened, siti, ['announce', 'complete', 'wallet']);
  await does.certify(times.certified, uuidv7(), uuidv7());
  await opened.send(courseRated, {
    enrollment: uuidv7(),
    participant: siti,
    course: uuidv7(),
    stars: 5,
    isFirst: false,
    isInTime: true,
    at: times.rated,
  });
  expect((await owed(opened, siti)).payouts).toEqual([]);
});

test('a chunk of 1,000 certificates makes 1,000 instalments due by one journal entry, whatever happens beside it', async () => {
  const opened = await open();
  const persons = people(1_000);
  const enrollments = persons.map(() => uuidv7());
  await opened.query(
    `insert into incentive_condition
      (participant_id, first_enrollment_id, rated_at, is_finished_in_time, wallet_linked_at, wallet_verified_at)
    select id, enrollment, '2026-03-02', true, '2026-03-01', '2026-03-01' from unnest($1::uuid[], $2::uuid[]) as t (id, enrollment)`,
    [persons, enrollments],
  );
  await opened.query(
    `insert into wallet (participant_id, partner_code, masked_number, verified_at)
    select id, 'dana', '****0000', '2026-03-01' from unnest($1::uuid[]) as id`,
    [persons],
  );
  await opened.send(recipientsAnnounced, { wave: WAVE, ...policies['2020-B'], participants: persons });
  opened.clock.set('2026-03-25T00:00:00Z');
  const certificates = persons.map((participant, index) => ({
    certificate: uuidv7(),
    enrollment: enrollments[index],
    participant,
    course: uuidv7(),
    skills: ['x'],
    levels: ['y'],
    issuedAt: times.certified,
  }));
  const halves = [certificates, certificates.toReversed()];
  const answers = await Promise.all(
    halves.map((some) => opened.send(certificateIssued, { certificates: some, at: times.certified })),
  );
  expect(answers).toEqual([204, 204]);
  expect(await opened.query(`select count(*)::int, sum(amount)::int from disbursement`)).toEqual([
    { count: 1_000, sum: 600_000_000 },
  ]);
  expect(await opened.query(`select from journal_entry where kind = 'DUE'`)).toHaveLength(1);
  opened.clock.set('2026-04-25T00:00:00Z');
  const { incentives } = opened.services;
  const [one, other] = await Promise.all([incentives.recheck(), incentives.recheck()]);
  expect(one + other).toBe(1_000);
  expect(await opened.query(`select count(*)::int from disbursement`)).toEqual([{ count: 2_000 }]);
  await expectKept(opened);
});
