import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { Policy } from '../../subgraphs/pmo/policy/index.ts';
import type { Random } from './random.ts';
import { policyOfWave, type SyntheticWave } from './waves.ts';

/** A course as the journeys need it. */
export interface SeedCourse {
  id: string;
  price: number;
  skills: readonly string[];
}

export interface SeedEnrollment {
  id: string;
  courseId: string;
  status: 'PAID' | 'REDEEMED' | 'ATTENDING' | 'CERTIFIED';
  price: number;
  reservedAt: Date;
  completedAt: Date | null;
  certificate: { id: string; score: number; skills: readonly string[] } | null;
}

export interface SeedDisbursement {
  id: string;
  entitlement: 'INCENTIVE' | 'SURVEY';
  instalment: number;
  amount: number;
  status: 'DUE' | 'SENT' | 'SETTLED' | 'REJECTED';
  dueAt: Date;
  settledAt: Date | null;
}

export interface SeedBalance {
  granted: number;
  spent: number;
  returned: number;
  grantedAt: Date;
  expiresOn: string;
}

type SeedRegistrationStatus = 'JOINED' | 'ELIGIBLE' | 'INELIGIBLE' | 'SELECTED' | 'NOT_SELECTED';

export interface Journey {
  status: 'REGISTERED' | 'VERIFIED' | 'APPLICANT' | 'RECIPIENT' | 'ACTIVE' | 'ALUMNI' | 'REVOKED' | 'BARRED';
  registration: { wave: number; status: SeedRegistrationStatus; joinedAt: Date } | null;
  balance: SeedBalance | null;
  /** Oldest first. */
  enrollments: SeedEnrollment[];
  disbursements: SeedDisbursement[];
  /** Null until a wallet is linked. */
  wallet: { partner: number; lastDigits: number; verifiedAt: Date } | null;
}

interface JourneyFacts {
  wave: SyntheticWave | null;
  registeredAt: Date;
  random: Random;
  courses: readonly SeedCourse[];
}

const DAY_MS = 86_400_000;
const PARTNERS = 6;
// As in wave 19, 61 of 100 are eligible; half of these win, so that a small seed has people at every stage.
const SELECTED = 0.3;
const NOT_SELECTED = 0.31;
const LATEST = Date.parse('2026-11-20T12:00:00Z');

const later = (moment: Date, days: number): Date => new Date(Math.min(moment.getTime() + days * DAY_MS, LATEST));

const none = { registration: null, balance: null, enrollments: [], disbursements: [], wallet: null };

const enrol = (random: Random, course: SeedCourse, { at, isDone }: { at: Date; isDone: boolean }): SeedEnrollment => {
  const completedAt = isDone ? later(at, 7 + random.int(30)) : null;
  const status = isDone ? 'CERTIFIED' : random.pick(['PAID', 'REDEEMED', 'ATTENDING'] as const);
  const certificate = completedAt && {
    id: uuidv7(completedAt.getTime(), random.bytes(10)),
    score: 60 + random.int(41),
    skills: course.skills,
  };
  const id = uuidv7(at.getTime(), random.bytes(10));
  return { id, courseId: course.id, status, price: course.price, reservedAt: at, completedAt, certificate };
};

/** A second course only after the first is finished, and only within the balance. */
const enrolAll = ({ random, courses }: JourneyFacts, start: Date, isAlumni: boolean): SeedEnrollment[] => {
  const first = enrol(random, random.pick(courses), { at: start, isDone: isAlumni });
  if (!first.completedAt || !random.chance(0.4)) return [first];
  const second = random.pick(courses);
  if (first.price + second.price > 1_000_000) return [first];
  return [first, enrol(random, second, { at: later(first.completedAt, 3), isDone: random.chance(0.7) })];
};

const payouts = (random: Random, policy: Policy, from: Date): SeedDisbursement[] => {
  const plan = [
    ...Array.from(
      { length: policy.incentive.instalments },
      (_, n) => ['INCENTIVE', n + 1, policy.incentive.amount] as const,
    ),
    ...Array.from({ length: policy.survey.instalments }, (_, n) => ['SURVEY', n + 1, policy.survey.amount] as const),
  ];
  return plan.map(([entitlement, instalment, amount]) => {
    const dueAt = later(from, 5 + 30 * (instalment - 1));
    const isPast = dueAt.getTime() < LATEST - 10 * DAY_MS;
    const status = isPast ? (random.chance(0.97) ? 'SETTLED' : 'REJECTED') : random.pick(['DUE', 'SENT'] as const);
    const settledAt = status === 'SETTLED' ? later(dueAt, 2) : null;
    return { id: uuidv7(dueAt.getTime(), random.bytes(10)), entitlement, instalment, amount, status, dueAt, settledAt };
  });
};

const selectedStatus = (random: Random, wave: SyntheticWave): Journey['status'] => {
  const at = random.next() / 4_294_967_296;
  if (at < wave.alumni) return 'ALUMNI';
  if (at < wave.alumni + wave.active) return 'ACTIVE';
  if (at < wave.alumni + wave.active + wave.revoked) return 'REVOKED';
  if (at < wave.alumni + wave.active + wave.revoked + wave.barred) return 'BARRED';
  return 'RECIPIENT';
};

/** Unspent money goes back to the treasury on revocation, on barring, and when the year is over. */
const balanceOf = (
  wave: SyntheticWave,
  status: Journey['status'],
  enrollments: SeedEnrollment[],
): SeedBalance | null => {
  if (!wave.announcedAt) return null;
  const granted = policyOfWave(wave).trainingBalance;
  const spent = enrollments.reduce((sum, { price }) => sum + price, 0);
  const isClosed = status === 'REVOKED' || status === 'BARRED' || wave.status === 'SETTLED';
  const returned = isClosed ? granted - spent : 0;
  return { granted, spent, returned, grantedAt: new Date(wave.announcedAt), expiresOn: wave.balanceUntil };
};

const afterSelection = (facts: JourneyFacts, wave: SyntheticWave): Omit<Journey, 'registration'> => {
  const { random } = facts;
  const status = selectedStatus(random, wave);
  const announcedAt = new Date(wave.announcedAt ?? wave.closesAt);
  const hasBought = status === 'ALUMNI' || status === 'ACTIVE';
  const start = later(announcedAt, 1 + random.int(3));
  const enrollments = hasBought ? enrolAll(facts, start, status === 'ALUMNI') : [];
  const firstDone = enrollments[0]?.completedAt;
  const wallet = hasBought
    ? { partner: random.int(PARTNERS), lastDigits: random.int(10_000), verifiedAt: start }
    : null;
  const disbursements = firstDone ? payouts(random, policyOfWave(wave), firstDone) : [];
  return { status, balance: balanceOf(wave, status, enrollments), enrollments, disbursements, wallet };
};

/** How far a person came: everything after the registration. */
export const journeyOf = (facts: JourneyFacts): Journey => {
  const { wave, registeredAt, random } = facts;
  if (!wave) return { ...none, status: random.chance(0.5) ? 'REGISTERED' : 'VERIFIED' };
  const joined = (status: SeedRegistrationStatus) => {
    const joinedAt = new Date(Math.max(registeredAt.getTime() + 3_600_000, Date.parse(wave.opensAt)));
    return { wave: wave.number, status, joinedAt };
  };
  if (wave.status === 'OPEN') return { ...none, status: 'APPLICANT', registration: joined('JOINED') };
  const at = random.next() / 4_294_967_296;
  const isEligible = at < SELECTED + NOT_SELECTED;
  // Who of them wins is left to the draw.
  if (isEligible && wave.status === 'DRAWN') return { ...none, status: 'APPLICANT', registration: joined('ELIGIBLE') };
  if (at < SELECTED) return { ...afterSelection(facts, wave), registration: joined('SELECTED') };
  return { ...none, status: 'APPLICANT', registration: joined(isEligible ? 'NOT_SELECTED' : 'INELIGIBLE') };
};
