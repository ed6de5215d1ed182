import type { Text } from '../../kit/language.ts';
import type { Predicate } from './predicate.ts';

/** A condition of a policy version. */
export interface Rule {
  /** Stable; it names what is wrong when the condition is not met. */
  code: string;
  /** The regulation and article that state the condition. */
  article: string;
  /** The demand, in words. */
  demand: Text;
  /** The reason for a refusal, and what the person can do. */
  reason: Text;
  /** The version knows the condition and does not apply it: a political switch that is off. */
  isOff?: true;
  isMet: Predicate;
}

export type SwitchState = 'ON' | 'OFF' | 'COMMITTEE_DECISION_PENDING';

/** State of a switch from this day or wave on; without either, from the version's first day. */
export interface SwitchStep {
  from?: string;
  fromWave?: number;
  state: SwitchState;
  /** The limit that it sets, in the unit that the switch's text names. */
  value?: number;
  /** Regions in which it holds. The codes are null where no source of ours names them. */
  provinces?: { count: number; codes: readonly string[] | null };
  /** No source of ours gives this detail. */
  assumed?: string;
}

/** A condition that politics turned on and off, or set another limit for. */
export interface Switch {
  code: string;
  article: string;
  text: Text;
  /** Oldest first. */
  steps: readonly SwitchStep[];
}

/** A deadline for recipients; exactly one of `days`, `yearly` and `date` is given. */
export interface Deadline {
  code: string;
  /** Counted from the announcement. */
  days?: number;
  /** `MM-DD` of the year of the wave. */
  yearly?: string;
  date?: string;
  article: string;
  text: Text;
}

/** A policy version: rules, amounts in whole rupiah, deadlines and switches, each with its source. */
export interface Policy {
  version: string;
  inForceFrom: string;
  /** The day before the next version; null for the last one. */
  inForceUntil: string | null;
  basis: string;
  rules: readonly Rule[];
  trainingBalance: number;
  /** Paid after the first course. */
  incentive: { amount: number; instalments: number };
  /** Paid after each survey. */
  survey: { amount: number; instalments: number };
  /** Days from the announcement to the first purchase; null where the version states none. */
  purchaseDays: number | null;
  deadlines: readonly Deadline[];
  switches: readonly Switch[];
}
