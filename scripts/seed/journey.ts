import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { batchAfter, LATEST, later } from './moments.ts';
import { payoutsOf, type SeedPayout, surveysOf } from './payouts.ts';
import type { Random } from './random.ts';
import { policyOfWave, type SyntheticWave } from './waves.ts';

/** A course as the journeys need it. */
export interface SeedCourse {
  id: string;
  price: number;
  skills: readonly string[];
  /** Who sells it, and who teaches it. */
  platform: string;
  institution: string;
}

export interface SeedEnrollment {
  id: string;
  course: SeedCourse;
  status: 'PAID' | 'REDEEMED' | 'ATTENDING' | 'CERTIFIED';
  price: number;
  reservedAt: Date;
  completedAt: Date | null;
  certificate: { id: string; score: number; skills: readonly string[] } | null;
}

/** What a person thinks of their first course. */
export interface SeedRating {
  stars: number;
  ratedAt: Date;
}

export interface SeedWallet {
  /** Place in the list of payment partners. */
  partner: number;
  linkedAt: Date;
  /** VERIFIED is what is paid to; the NIK of a MISMATCH is another one; of LINKED the partner was not asked yet. */
  state: 'VERIFIED' | 'MISMATCH' | 'LINKED';
}

export interface SeedBalance {
  granted: number;
  /** For courses that have begun. */
  spent: number;
  /** For courses that are paid and have not begun. */
  held: number;
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
  /** The rating of the first course, when it is finished. */
  rating: SeedRating | null;
  /** When each survey was filled in. */
  surveys: Date[];
  payouts: SeedPayout[];
  /** Null until a wallet is linked. */
  wallet: SeedWallet | null;
  /** When the award was taken back, since nothing was bought in time. */
  revokedAt: Date | null;
  /** When somebody who had bought was found on a list. */
  barred: { at: Date; from: 'ACTIVE' | 'ALUMNI' } | null;
}

interface Attempt {
  at: Date;
  isDone: boolean;
  /** The least that it takes to finish. */
  days: number;
}

interface JourneyFacts {
  wave: SyntheticWave | null;
  registeredAt: Date;
  random: Random;
  courses: readonly SeedCourse[];
}

const DAY_MS = 86_400_000;
const JAKARTA_MS = 7 * 3_600_000;
const PARTNERS = 6;
// As in wave 19, 61 of 100 are eligible; half of these win, so that a small seed has people at every stage.
const SELECTED = 0.3;
const NOT_SELECTED = 0.31;

const none = {
  registration: null,
  balance: null,
  enrollments: [],
  rating: null,
  surveys: [],
  payouts: [],
  wallet: null,
  revokedAt: null,
  barred: null,
};

const enrol = (random: Random, course: SeedCourse, { at, isDone, days }: Attempt): SeedEnrollment => {
  const completedAt = isDone ? later(at, days + random.int(30)) : null;
  const status = isDone ? 'CERTIFIED' : random.pick(['PAID', 'REDEEMED', 'ATTENDING'] as const);
  const certificate = completedAt && {
    id: uuidv7(completedAt.getTime(), random.bytes(10)),
    score: 60 + random.int(41),
    skills: course.skills,
  };
  const id = uuidv7(at.getTime(), random.bytes(10));
  return { id, course, status, price: course.price, reservedAt: at, completedAt, certificate };
};

/** Days until a course is finished: in a wave that goes on, some learn until the last weeks, so that something is due. */
const daysToLearn = (random: Random, isOver: boolean): number => (random.chance(0.35) && !isOver ? 128 : 7);

/** A second course only after the first is finished, and only within the balance. */
const enrolAll = ({ random, courses, wave }: JourneyFacts, start: Date, isAlumni: boolean): SeedEnrollment[] => {
  const isOver = wave?.status === 'SETTLED';
  const days = daysToLearn(random, isOver);
  const first = enrol(random, random.pick(courses), { at: start, isDone: isAlumni, days });
  if (!first.completedAt || !random.chance(0.4)) return [first];
  const second = random.pick(courses);
  if (first.price + second.price > 1_000_000) return [first];
  return [
    first,
    enrol(random, second, { at: later(first.completedAt, 3), isDone: isOver || random.chance(0.7), days: 7 }),
  ];
};

const selectedStatus = (random: Random, wave: SyntheticWave): Journey['status'] => {
  const at = random.next() / 4_294_967_296;
  if (at < wave.alumni) return 'ALUMNI';
  if (at < wave.alumni + wave.active) return 'ACTIVE';
  if (at < wave.alumni + wave.active + wave.revoked) return 'REVOKED';
  if (at < wave.alumni + wave.active + wave.revoked + wave.barred) return 'BARRED';
  return 'RECIPIENT';
};

/** Nothing more is spent after a revocation, and when the year is over: what is left goes back to the treasury. */
const balanceOf = (wave: SyntheticWave, enrollments: SeedEnrollment[], isRevoked: boolean): SeedBalance | null => {
  if (!wave.announcedAt) return null;
  const granted = policyOfWave(wave).trainingBalance;
  const sum = (some: SeedEnrollment[]) => some.reduce((total, { price }) => total + price, 0);
  const held = sum(enrollments.filter(({ status }) => status === 'PAID'));
  const spent = sum(enrollments) - held;
  const returned = isRevoked || wave.status === 'SETTLED' ? granted - spent - held : 0;
  return { granted, spent, held, returned, grantedAt: new Date(wave.announcedAt), expiresOn: wave.balanceUntil };
};

/** The first moment after the last day of a first purchase, in Jakarta. */
const revocationOf = ({ purchaseDeadline, closesAt }: SyntheticWave): Date =>
  new Date(Date.parse(purchaseDeadline ?? closesAt.slice(0, 10)) + DAY_MS - JAKARTA_MS + DAY_MS / 48);

/** A wallet: one of a hundred has somebody else's NIK, and some of the newest wave are not checked yet. */
const walletOf = (random: Random, wave: SyntheticWave, linkedAt: Date): SeedWallet => {
  const partner = random.int(PARTNERS);
  const at = random.int(100);
  const isNew = wave.alumni === 0;
  const state = at === 0 ? 'MISMATCH' : at < 10 && isNew ? 'LINKED' : 'VERIFIED';
  return { partner, linkedAt, state };
};

const ratingOf = (random: Random, completedAt: Date): SeedRating | null => {
  const ratedAt = later(completedAt, 1 + random.int(5));
  const stars = 3 + random.int(3);
  return ratedAt < LATEST ? { stars, ratedAt } : null;
};

/** When a person was found on a list: some of them just between a batch and its orders. */
const foundAt = (random: Random, start: Date, metAt: Date | null): Date => {
  const atRandom = later(start, 20 + random.int(60));
  const isOfBatch = random.chance(0.4);
  return metAt && isOfBatch ? later(batchAfter(metAt), 1 / 72) : atRandom;
};

/** What a person bought and earned, who bought in time. */
const livedOf = (facts: JourneyFacts, wave: SyntheticWave, status: Journey['status']) => {
  const { random } = facts;
  const start = later(new Date(wave.announcedAt ?? wave.closesAt), 1 + random.int(3));
  const isFound = status === 'BARRED';
  const all = enrolAll(facts, start, status === 'ALUMNI' || isFound);
  const wallet = walletOf(random, wave, start);
  const certifiedAt = all[0]?.completedAt ?? null;
  const rating = certifiedAt && ratingOf(random, certifiedAt);
  const isPayable = wallet.state === 'VERIFIED';
  const metAt = rating && isPayable ? new Date(Math.max(rating.ratedAt.getTime(), start.getTime())) : null;
  const frozenAt = isFound ? foundAt(random, start, metAt) : null;
  const enrollments = all.filter(({ reservedAt }) => !(frozenAt && reservedAt > frozenAt));
  const barred = frozenAt && { at: frozenAt, from: certifiedAt ? ('ALUMNI' as const) : ('ACTIVE' as const) };
  if (!certifiedAt) return { enrollments, wallet, barred, rating: null, surveys: [], payouts: [] };
  const policy = policyOfWave(wave);
  const surveys = surveysOf(random, policy.survey.instalments, certifiedAt);
  const isSettled = wave.status === 'SETTLED';
  const payouts = payoutsOf({ random, policy, certifiedAt, metAt, surveys, isPayable, frozenAt, isSettled });
  return { enrollments, wallet, barred, rating, surveys, payouts };
};

const afterSelection = (facts: JourneyFacts, wave: SyntheticWave): Omit<Journey, 'registration'> => {
  const status = selectedStatus(facts.random, wave);
  const hasBought = status === 'ALUMNI' || status === 'ACTIVE' || status === 'BARRED';
  const lived = hasBought ? livedOf(facts, wave, status) : none;
  const revokedAt = status === 'REVOKED' ? revocationOf(wave) : null;
  const balance = balanceOf(wave, lived.enrollments, revokedAt !== null);
  return { ...none, ...lived, status, balance, revokedAt };
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
