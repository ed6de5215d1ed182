import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { newDirectory } from '../../tests/testkit/directory.ts';
import { LINK, policies, proofOf, VERIFY } from '../../tests/testkit/incentives.ts';
import { ledgerTable } from '../../tests/testkit/ledger-table.ts';
import { openPaymentsPlay } from '../../tests/testkit/payments-play.ts';
import { startSimulators } from '../../tests/testkit/simulators.ts';
import { callerOf } from '../../tests/testkit/subgraph.ts';
import { until } from '../../tests/testkit/until.ts';
import { invariantsOf } from '../kit/assembly.ts';
import type { Caller } from '../kit/caller.ts';
import { uuidv7 } from '../kit/ids.ts';
import { payments } from './features.ts';

const START = '2026-01-10T02:00:00Z';
const YEAR = 2026;
const MINUTE_MS = 60_000;
const platform = uuidv7();
const institution = uuidv7();

interface RefusalAnswer {
  refusal: { code: string } | null;
}

const REQUEST = 'mutation ($token: String!) { done: requestPurchaseCode(token: $token) { refusal { code } } }';
const AUTHORIZE = `mutation ($token: String!, $code: String!, $invoice: String!) {
  done: authorizePurchase(token: $token, code: $code, invoice: $invoice) { purchase { id } refusal { code } } }`;
const BATCH = `mutation ($key: String!) {
  done: createDisbursementBatch(idempotencyKey: $key, filter: {}) { batch { id count sum } refusal { code } } }`;
const APPROVE = 'mutation ($id: ID!) { done: approveDisbursementBatch(id: $id) { batch { status } refusal { code } } }';
const MINE = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant {
  trainingBalance { spent } disbursements(first: 20) { nodes { status amount } } } } }`;
const TRACE = `query ($id: ID!) { rupiahTrace(participant: $id) {
  budget available institutions commission due wallets returned residual } }`;

interface OwnAnswer {
  _entities: { trainingBalance: { spent: number }; disbursements: { nodes: { status: string; amount: number }[] } }[];
}

const asSelf = (id: string) => callerOf(id, 'self');
const [maker, checker] = ['treasurer-1', 'treasurer-2'].map((id) =>
  callerOf(id, 'payout:create payout:approve ledger:read'),
) as [Caller, Caller];

/** Payments with a clock; the partners are simulators with books of their own, asked over HTTP. */
const open = async () => {
  let at = new Date(START);
  const file = join(newDirectory('books'), 'books.ndjson');
  const simulators = await startSimulators({ file });
  afterAll(() => simulators.stop());
  // Partners live today: only what payments writes is of the months that are played.
  const partnerAdapters = new Map(['bni', 'dana', 'ovo'].map((code) => [code, simulators.adapter(code)]));
  const opened = await openPaymentsPlay({ now: () => at, partnerAdapters });
  const ask = async <T>(who: Caller, document: string, variables: object = {}) => {
    const { data, errors } = await opened.ask<T>(who, document, variables);
    expect(errors).toEqual([]);
    return data;
  };
  const call = async <T extends RefusalAnswer>(who: Caller, document: string, variables: object = {}) =>
    Object.values(await ask<Record<string, T>>(who, document, variables))[0] as T;
  const set = (time: string) => {
    at = new Date(time);
  };
  const books = () =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { partner: string; account: string; amount: string; move: number });
  return { ...opened, simulators, call, ask, set, books, now: () => at };
};

type Play = Awaited<ReturnType<typeof open>>;

const play = await open();

interface Recipient {
  id: string;
  policy: keyof typeof policies;
  wave: number;
  partner: string;
  number: string;
  prices: readonly bigint[];
}

const announce = async ({ deliver, now }: Play, { id, policy, wave }: Recipient, perPerson: number) => {
  await deliver('pmo.funding.requested', { wave, attempt: 1, quota: 2, perPerson, year: YEAR });
  const at = now().toISOString();
  const terms = { wave, policyVersion: policy, ...policies[policy], participants: [id], at };
  await deliver('pmo.recipients.announced', terms);
};

/** Pays a reserved seat with a code, and begins the course. @returns the enrolment */
const buy = async (play: Play, { id }: Recipient, price: bigint): Promise<string> => {
  const { tokens, call, codeOf, deliver, now } = play;
  const enrollment = uuidv7();
  const of = { course: uuidv7(), courseVersion: 1, schedule: null, platform, institution };
  const expiresAt = new Date(now().getTime() + 15 * MINUTE_MS);
  const claims = { enrollment, participant: id, ...of, price, issuedAt: now(), expiresAt };
  const token = tokens.sign(claims);
  expect((await call(asSelf(id), REQUEST, { token })).refusal).toBeNull();
  const paid = { token, code: await codeOf(enrollment), invoice: `INV-${enrollment.slice(-8)}` };
  expect((await call(asSelf(id), AUTHORIZE, paid)).refusal).toBeNull();
  const at = now().toISOString();
  await deliver('training.voucher.redeemed', { enrollment, participant: id, at });
  return enrollment;
};

/** Buys with all of the balance; finishes, is certified and rates the first course. */
const learn = async (play: Play, recipient: Recipient) => {
  const { deliver, set, now } = play;
  const { id, prices } = recipient;
  set('2026-01-12T03:00:00Z');
  const enrollment = await buy(play, recipient, prices[0] ?? 0n);
  set('2026-01-30T03:00:00Z');
  const at = now().toISOString();
  const first = { participant: id, course: uuidv7(), enrollment };
  await deliver('training.course.completed', { ...first, isFirst: true, score: 90, at });
  const certificate = { ...first, certificate: uuidv7(), skills: ['welding'], levels: ['BASIC'], issuedAt: at };
  await deliver('training.certificate.issued', { certificates: [certificate], at });
  await deliver('training.course.rated', { ...first, stars: 5, isFirst: true, isInTime: true, at });
  for (const price of prices.slice(1)) await buy(play, recipient, price);
};

/** Links and verifies an account that its partner knows as the person's. */
const linkAccount = async ({ simulators, deliver, call, now }: Play, { id, partner, number }: Recipient) => {
  const account = number.replace('+', '');
  simulators.partners.get(partner)?.know({ account, isActive: true, name: 'S***', nikProof: proofOf(id) });
  const attestations = [{ participant: id, nikProof: proofOf(id) }];
  await deliver('pmo.identity.attested', { attestations, at: now().toISOString() });
  const linked = await call(asSelf(id), LINK, { partner, number, key: uuidv7() });
  expect(linked.refusal).toBeNull();
  expect((await call(asSelf(id), VERIFY)).refusal).toBeNull();
};

const survey = ({ deliver, now }: Play, { id, wave, policy }: Recipient, instalment: number) =>
  deliver('pmo.survey.submitted', {
    participant: id,
    wave,
    policyVersion: policy,
    survey: 'S',
    instalment,
    at: now().toISOString(),
  });

/** What the programme office says of people whom a batch is to pay. */
const decide = async ({ deliver, now }: Play, recipients: readonly Recipient[], barred: readonly string[] = []) => {
  const decidedAt = now().toISOString();
  const validUntil = new Date(now().getTime() + 1_440 * MINUTE_MS).toISOString();
  for (const { id: participant, wave } of recipients) {
    const reasons = barred.includes(participant) ? ['ON_STUDENTS_LIST'] : [];
    const decision = { participant, wave, isEligible: reasons.length === 0, reasons, decidedAt, validUntil };
    await deliver('pmo.eligibility.decided', { request: uuidv7(), decisions: [decision] });
  }
};

/** Batches what is due, by one treasurer; another one approves, and the engine pays. @returns the batch's sum */
const payday = async (play: Play, day: string): Promise<number> => {
  const { call, set, services, tick } = play;
  set(`${day}T03:00:00Z`);
  await services.incentives.recheck();
  type BatchAnswer = RefusalAnswer & { batch: { id: string; count: number; sum: number } | null };
  const { batch, refusal } = await call<BatchAnswer>(maker, BATCH, { key: uuidv7() });
  expect(refusal).toBeNull();
  const approve = async () => (await call(checker, APPROVE, { id: batch?.id })).refusal;
  await tick();
  expect(await until(approve, (no) => no === null)).toBeNull();
  await services.engine.drain();
  return batch?.sum ?? 0;
};

const paidTo = ({ books }: Play, { partner, number }: Recipient): number =>
  books()
    .filter((line) => line.partner === partner && line.account === number.replace('+', ''))
    .reduce((sum, { amount }) => sum + Number(amount), 0);

const broken = async ({ query }: Play) => {
  const found: string[] = [];
  for (const { name, sql } of invariantsOf(payments)) if ((await query(sql)).length > 0) found.push(name);
  return found;
};

const old = { policy: '2020-B', wave: 9_101 } as const;
const siti: Recipient = {
  id: uuidv7(),
  ...old,
  partner: 'dana',
  number: '+6284700000001',
  prices: [600_000n, 400_000n],
};
const budi: Recipient = {
  id: uuidv7(),
  policy: '2023',
  wave: 9_102,
  prices: [3_500_000n],
  partner: 'ovo',
  number: '+6284700000002',
};
const ani: Recipient = { id: uuidv7(), ...old, partner: 'bni', number: '9999999700000003', prices: [250_000n] };

test(
  'two recipients are paid in full over months, to the rupiah; of a third one a late finding freezes the rest',
  async () => {
    const { set, deliver, ask, query } = play;
    const all = [siti, budi, ani];
    await announce(play, siti, 3_550_000);
    await announce(play, budi, 4_200_000);
    await announce(play, ani, 3_550_000);
    for (const each of all) await learn(play, each);
    set('2026-02-02T03:00:00Z');
    for (const each of all) await linkAccount(play, each);

    const sums: number[] = [];
    const surveyed: Record<string, readonly Recipient[]> = { '02': all, '04': [siti, budi], '05': [siti] };
    let number = 0;
    for (const month of ['02', '03', '04', '05']) {
      set(`2026-${month}-10T03:00:00Z`);
      if (surveyed[month]) number += 1;
      for (const each of surveyed[month] ?? []) await survey(play, each, number);
      const isFound = month > '03';
      set(`2026-${month}-12T02:50:00Z`);
      await decide(play, all, isFound ? [ani.id] : []);
      sums.push(await payday(play, `2026-${month}-12`));
      if (month !== '03') continue;
      set('2026-03-20T03:00:00Z');
      const at = '2026-03-20T03:00:00.000Z';
      await deliver('pmo.participants.barred', { list: 'STUDENTS', participants: [ani.id], version: 1, at });
    }
    expect(sums).toEqual([1_950_000, 1_200_000, 700_000, 650_000]);

    // What the partners' own books say: money that arrived, each order once.
    expect([paidTo(play, siti), paidTo(play, budi), paidTo(play, ani)]).toEqual([2_550_000, 700_000, 1_250_000]);
    expect(new Set(play.books().map(({ move }) => move))).toEqual(new Set([1]));

    const total = async ({ id }: Recipient) => {
      const given = { people: [{ __typename: 'Participant', id }] };
      const [own] = (await ask<OwnAnswer>(asSelf(id), MINE, given))._entities;
      const paid = own?.disbursements.nodes.filter(({ status }) => status === 'SETTLED') ?? [];
      return (own?.trainingBalance.spent ?? 0) + paid.reduce((sum, { amount }) => sum + amount, 0);
    };
    expect([await total(siti), await total(budi)]).toEqual([3_550_000, 4_200_000]);

    const traced = await ask<{ rupiahTrace: object }>(maker, TRACE, { id: ani.id });
    expect(traced.rupiahTrace).toEqual({
      budget: 2_250_000,
      available: 750_000,
      institutions: 212_500,
      commission: 37_500,
      due: 0,
      wallets: 1_250_000,
      returned: 0,
      residual: 0,
    });
    expect(await broken(play)).toEqual([]);
    expect(await ledgerTable(query, siti.id)).toMatchInlineSnapshot(`
      "DATE       ENTRY    ACCOUNT                   DEBIT     CREDIT    BALANCE
      2026-01-10 GRANT    TRAINING_BALANCE      1.000.000             1.000.000
      2026-01-12 HOLD     TRAINING_BALANCE                   600.000    400.000
      2026-01-12 HOLD     TRAINING_HELD           600.000               600.000
      2026-01-12 CAPTURE  COMMISSION               90.000                90.000
      2026-01-12 CAPTURE  INSTITUTION_PAYABLE     510.000               510.000
      2026-01-12 CAPTURE  TRAINING_HELD                      600.000          0
      2026-01-30 HOLD     TRAINING_BALANCE                   400.000          0
      2026-01-30 HOLD     TRAINING_HELD           400.000               400.000
      2026-01-30 CAPTURE  COMMISSION               60.000               150.000
      2026-01-30 CAPTURE  INSTITUTION_PAYABLE     340.000               850.000
      2026-01-30 CAPTURE  TRAINING_HELD                      400.000          0
      2026-02-02 DUE      INCENTIVE_PAYABLE       600.000               600.000
      2026-02-10 DUE      INCENTIVE_PAYABLE        50.000               650.000
      2026-02-12 PAY      INCENTIVE_PAYABLE                  600.000     50.000
      2026-02-12 PAY      INCENTIVE_PAYABLE                   50.000          0
      2026-02-12 PAY      WALLET_CLEARING          50.000                50.000
      2026-02-12 PAY      WALLET_CLEARING         600.000               650.000
      2026-03-12 DUE      INCENTIVE_PAYABLE       600.000               600.000
      2026-03-12 PAY      INCENTIVE_PAYABLE                  600.000          0
      2026-03-12 PAY      WALLET_CLEARING         600.000             1.250.000
      2026-04-10 DUE      INCENTIVE_PAYABLE       650.000               650.000
      2026-04-12 PAY      INCENTIVE_PAYABLE                  600.000     50.000
      2026-04-12 PAY      INCENTIVE_PAYABLE                   50.000          0
      2026-04-12 PAY      WALLET_CLEARING          50.000             1.300.000
      2026-04-12 PAY      WALLET_CLEARING         600.000             1.900.000
      2026-05-10 DUE      INCENTIVE_PAYABLE       650.000               650.000
      2026-05-12 PAY      INCENTIVE_PAYABLE                  600.000     50.000
      2026-05-12 PAY      INCENTIVE_PAYABLE                   50.000          0
      2026-05-12 PAY      WALLET_CLEARING          50.000             1.950.000
      2026-05-12 PAY      WALLET_CLEARING         600.000             2.550.000"
    `);
    expect(await ledgerTable(query, budi.id)).toMatchInlineSnapshot(`
      "DATE       ENTRY    ACCOUNT                   DEBIT     CREDIT    BALANCE
      2026-01-10 GRANT    TRAINING_BALANCE      3.500.000             3.500.000
      2026-01-12 HOLD     TRAINING_BALANCE                 3.500.000          0
      2026-01-12 HOLD     TRAINING_HELD         3.500.000             3.500.000
      2026-01-12 CAPTURE  COMMISSION              525.000               525.000
      2026-01-12 CAPTURE  INSTITUTION_PAYABLE   2.975.000             2.975.000
      2026-01-12 CAPTURE  TRAINING_HELD                    3.500.000          0
      2026-02-02 DUE      INCENTIVE_PAYABLE       600.000               600.000
      2026-02-10 DUE      INCENTIVE_PAYABLE        50.000               650.000
      2026-02-12 PAY      INCENTIVE_PAYABLE                  600.000     50.000
      2026-02-12 PAY      INCENTIVE_PAYABLE                   50.000          0
      2026-02-12 PAY      WALLET_CLEARING          50.000                50.000
      2026-02-12 PAY      WALLET_CLEARING         600.000               650.000
      2026-04-10 DUE      INCENTIVE_PAYABLE        50.000                50.000
      2026-04-12 PAY      INCENTIVE_PAYABLE                   50.000          0
      2026-04-12 PAY      WALLET_CLEARING          50.000               700.000"
    `);
    expect(await ledgerTable(query, ani.id)).toMatchInlineSnapshot(`
      "DATE       ENTRY    ACCOUNT                   DEBIT     CREDIT    BALANCE
      2026-01-10 GRANT    TRAINING_BALANCE      1.000.000             1.000.000
      2026-01-12 HOLD     TRAINING_BALANCE                   250.000    750.000
      2026-01-12 HOLD     TRAINING_HELD           250.000               250.000
      2026-01-12 CAPTURE  COMMISSION               37.500                37.500
      2026-01-12 CAPTURE  INSTITUTION_PAYABLE     212.500               212.500
      2026-01-12 CAPTURE  TRAINING_HELD                      250.000          0
      2026-02-02 DUE      INCENTIVE_PAYABLE       600.000               600.000
      2026-02-10 DUE      INCENTIVE_PAYABLE        50.000               650.000
      2026-02-12 PAY      INCENTIVE_PAYABLE                  600.000     50.000
      2026-02-12 PAY      INCENTIVE_PAYABLE                   50.000          0
      2026-02-12 PAY      WALLET_CLEARING          50.000                50.000
      2026-02-12 PAY      WALLET_CLEARING         600.000               650.000
      2026-03-12 DUE      INCENTIVE_PAYABLE       600.000               600.000
      2026-03-12 PAY      INCENTIVE_PAYABLE                  600.000          0
      2026-03-12 PAY      WALLET_CLEARING         600.000             1.250.000"
    `);
  },
  2 * MINUTE_MS,
);
