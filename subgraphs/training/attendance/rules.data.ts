import { jakartaDayAfter } from '../../kit/jakarta.ts';

/** What it takes to complete a course, of those who reserved their seat on or after a day. */
export interface CompletionRule {
  version: string;
  /** Day of Jakarta, `YYYY-MM-DD`. */
  inForceFrom: string;
  /** Sessions of the class that one must attend, in per cent. */
  attendancePercent: number;
  /** Least score of the final assessment, of 100. */
  passingScore: number;
  /** Most attempts at the assessment. */
  attempts: number;
  /** Which attempt counts. */
  counts: 'BEST' | 'LATEST';
  source: string;
  /** What no source of ours states. */
  assumed: string;
}

const source =
  'Permenko 11/2020 (attendance is kept, a course ends with a test); the partner API counts it as sequence 999';

/** Oldest first. */
export const completionRules: readonly CompletionRule[] = [
  {
    version: 'completion-2020',
    inForceFrom: '2020-04-11',
    attendancePercent: 80,
    passingScore: 60,
    attempts: 3,
    counts: 'LATEST',
    source,
    assumed: 'share of sessions, passing score, number of attempts, and that the latest attempt counts',
  },
  {
    version: 'completion-2023',
    inForceFrom: '2023-01-01',
    attendancePercent: 80,
    passingScore: 70,
    attempts: 3,
    counts: 'BEST',
    source: 'Permenko 17/2022 (attendance is kept, a course ends with a test)',
    assumed: 'share of sessions, passing score, number of attempts, and that the best attempt counts',
  },
];

/** Returns the rule for a seat that was reserved at that moment; the oldest one for seats from before all rules. */
export const completionRuleOf = (reservedAt: Date): CompletionRule => {
  const day = jakartaDayAfter(reservedAt, 0);
  const found = completionRules.findLast(({ inForceFrom }) => inForceFrom <= day) ?? completionRules[0];
  if (!found) throw new Error('there is no rule of completion');
  return found;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** When a session code counts, and how long records made offline are taken. */
export const codeRule = {
  /** The redeem code of the programme: from one hour before to one hour after the start. */
  windowMs: HOUR_MS,
  /** A person who travels to a place without a network reads the code before. */
  readAheadMs: { ONLINE: HOUR_MS, HYBRID: 72 * HOUR_MS, OFFLINE: 72 * HOUR_MS },
  /** Records made offline come at most so long after the start of their session. */
  syncMs: 14 * DAY_MS,
  /** A clock that is wrong by less is right. */
  clockToleranceMs: HOUR_MS / 6,
  /** A clock that is wrong by more tells nothing. */
  clockMostMs: 12 * HOUR_MS,
  /** Wrong codes for one person's session, after which none counts. */
  tries: 10,
  source: 'programme rules: the redeem code counts from one hour before to one hour after the start of a class',
  assumed:
    'reading 72 hours ahead for classes in a place, 14 days to sync, 10 minutes and 12 hours of a clock, 10 tries',
} as const;
