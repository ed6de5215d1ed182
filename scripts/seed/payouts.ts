import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { Policy } from '../../subgraphs/pmo/policy/index.ts';
import { batchAfter, LATEST, later, monthsLater } from './moments.ts';
import type { Random } from './random.ts';

/** How far a payout came. WITHHELD: approved, and not sent to somebody who was found on a list meanwhile. */
export type PayoutEnd = 'DUE' | 'SETTLED' | 'REFUSED' | 'RETURNED' | 'SUSPECT' | 'WITHHELD';

export interface SeedPayout {
  id: string;
  entitlement: 'INCENTIVE' | 'SURVEY';
  instalment: number;
  /** Whole rupiah. */
  amount: number;
  dueAt: Date;
  end: PayoutEnd;
  /** When its batch was made; null for what is DUE. */
  batchedAt: Date | null;
  /** Null where nothing was ordered. */
  order: { id: string; endedAt: Date } | null;
}

export interface PayoutFacts {
  random: Random;
  policy: Policy;
  certifiedAt: Date;
  /** The moment from which incentives may be paid: certificate, rating and wallet. Null while one of them is open. */
  metAt: Date | null;
  surveys: readonly Date[];
  /** Whether the wallet can be paid. */
  isPayable: boolean;
  frozenAt: Date | null;
  /** Whether nothing of the wave may be open any more. */
  isSettled: boolean;
}

const MINUTE_MS = 60_000;
/** Batches of the last weeks are not made yet, so that something is due. */
const LAST_BATCH = later(LATEST, -15);

/** How a payout ends: ten of a thousand are refused for good, six come back, six have no clear answer for now. */
const endOf = (random: Random, isSettled: boolean): PayoutEnd => {
  const at = random.int(1_000);
  if (at < 10) return 'REFUSED';
  if (at < 16) return 'RETURNED';
  return at < 22 && !isSettled ? 'SUSPECT' : 'SETTLED';
};

const wayOf = (facts: PayoutFacts, dueAt: Date): Pick<SeedPayout, 'end' | 'batchedAt' | 'order'> => {
  const { random, isPayable, frozenAt, isSettled } = facts;
  const end = endOf(random, isSettled);
  const secondsToAnswer = random.int(2_400);
  const bytes = random.bytes(10);
  const batchedAt = batchAfter(dueAt);
  const isFrozen = frozenAt !== null && frozenAt <= batchedAt;
  if (!isPayable || isFrozen || batchedAt > LAST_BATCH) return { end: 'DUE', batchedAt: null, order: null };
  const orderedMs = batchedAt.getTime() + 45 * MINUTE_MS;
  if (frozenAt && frozenAt.getTime() < orderedMs) return { end: 'WITHHELD', batchedAt, order: null };
  const endedAt = new Date(orderedMs + secondsToAnswer * 1_000);
  return { end, batchedAt, order: { id: uuidv7(orderedMs, bytes), endedAt } };
};

const earnedOf = ({ policy: { incentive, survey }, certifiedAt, metAt, surveys }: PayoutFacts) => [
  ...Array.from({ length: metAt ? incentive.instalments : 0 }, (_, index) => {
    const dueAt = monthsLater(metAt ?? certifiedAt, index);
    return { entitlement: 'INCENTIVE' as const, instalment: index + 1, amount: incentive.amount, dueAt };
  }),
  ...surveys.map((submittedAt, index) => {
    const dueAt = new Date(Math.max(submittedAt.getTime(), certifiedAt.getTime()));
    return { entitlement: 'SURVEY' as const, instalment: index + 1, amount: survey.amount, dueAt };
  }),
];

/** What became due to a person, as the service decides it: nothing after the person was found on a list. */
export const payoutsOf = (facts: PayoutFacts): SeedPayout[] =>
  earnedOf(facts)
    .filter(({ dueAt }) => dueAt <= LATEST && !(facts.frozenAt && dueAt > facts.frozenAt))
    .map((each) => ({
      id: uuidv7(each.dueAt.getTime(), facts.random.bytes(10)),
      ...each,
      ...wayOf(facts, each.dueAt),
    }));

/** When a person filled in the surveys that are paid: the first days after the course, then one every two months. */
export const surveysOf = (random: Random, count: number, certifiedAt: Date): Date[] => {
  const first = later(certifiedAt, 2 + random.int(10));
  return Array.from({ length: count }, (_, index) => monthsLater(first, 2 * index)).filter(
    (moment, index) => moment < LATEST && (index === 0 || random.chance(0.9)),
  );
};
