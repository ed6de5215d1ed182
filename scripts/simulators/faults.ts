import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What can go wrong with one payment. `*_PAID` moves the money all the same. */
export const faultKinds = [
  /** The request arrives `ms` later, and is paid then; its sender has given up. */
  'LATE',
  /** Paid, and never answered. */
  'SILENT_PAID',
  /** Paid, and the connection breaks. */
  'DROPPED_PAID',
  /** Never answered, nothing paid. */
  'SILENT_UNPAID',
  /** Paid, and the answer is sent twice over the connection. */
  'ANSWERED_TWICE',
  /** 202, and paid after `ms`. */
  'PENDING',
  /** 202, and failed after `ms`. */
  'PENDING_FAILS',
  'ERROR_500_PAID',
  'ERROR_500_UNPAID',
  'ERROR_504_PAID',
  /** Answered by a page of something in between. */
  'GARBAGE_PAID',
  'GARBAGE_UNPAID',
  /** Paid and not answered; for `ms` its status is 07, then 00. */
  'HIDDEN',
  'CONFLICT_409_00',
  'CONFLICT_409_01_PAID',
  'INCONSISTENT_404_18_PAID',
  'INCONSISTENT_404_18_UNPAID',
  /** Paid; the answer's signature is wrong. */
  'WRONG_SIGNATURE_PAID',
  /** Paid; the answer speaks of another reference. */
  'OTHER_REFERENCE_PAID',
  /** Refused with `code`: status and case, such as 40309. */
  'REFUSED',
] as const;

const fault = z.strictObject({
  kind: z.enum(faultKinds),
  /** Share of the payments that it strikes. */
  rate: z.number().min(0).max(1).default(1),
  ms: z.number().int().min(0).max(86_400_000).default(1_000),
  code: z
    .string()
    .regex(/^[45]\d{4}$/)
    .default('40309'),
  /** Whether it strikes a reference each time, or the first time only. */
  each: z.boolean().default(false),
});

export type Fault = z.infer<typeof fault>;

/** What can be wrong with a settlement file. */
export const fileFaultKinds = [
  /** A payment is left out. */
  'MISSING',
  /** A payment of a reference stands in it that was never ordered. */
  'EXTRA',
  /** A payment has one rupiah more. */
  'AMOUNT',
  /** A payment that was made stands in it as failed; in a bank's statement, as having come back too. */
  'STATUS',
  /** A control sum is one rupiah too high. */
  'CONTROL_SUM',
] as const;

const fileFault = z.strictObject({
  kind: z.enum(fileFaultKinds),
  /** Share of the payments that it strikes, unless their references are given. */
  rate: z.number().min(0).max(1).default(1),
  references: z.array(z.string().min(1).max(64)).max(1_000).optional(),
});

export type FileFault = z.infer<typeof fileFault>;

/** All that can be switched at one partner. */
export const switches = z.strictObject({
  faults: z.array(fault).max(50).default([]),
  fileFaults: z.array(fileFault).max(20).default([]),
  /** Without it, a reference is paid as often as it comes. */
  isDuplicateProtectionOn: z.boolean().default(true),
  /** How far the partner's clock is ahead. */
  clockSkewMs: z.number().int().default(0),
  /** Answers for `upMs`, then breaks every connection for `downMs`. */
  flapping: z
    .strictObject({ upMs: z.number().int().min(1), downMs: z.number().int().min(1) })
    .nullable()
    .default(null),
  /** Moves the clock by which references are forgotten. */
  daysPassed: z.number().int().min(0).default(0),
  seed: z.number().int().default(1),
});

export type Switches = z.infer<typeof switches>;

/** A number from 0 up to 1 that depends on its words alone: the same run strikes the same payments. */
const share = (...words: readonly (string | number)[]): number =>
  createHash('sha256').update(words.join('|')).digest().readUInt32BE(0) / 2 ** 32;

/** Returns the fault that strikes the nth arrival of a reference, if one does. */
export const faultOf = ({ faults, seed }: Switches, reference: string, arrival: number): Fault | undefined =>
  faults.find(
    ({ kind, rate, each }) =>
      (each || arrival === 1) && (rate === 1 || share(seed, kind, reference, each ? arrival : 1) < rate),
  );

/** Whether a fault of settlement files strikes a payment. */
export const strikesRow = ({ kind, rate, references }: FileFault, reference: string, seed: number): boolean =>
  references ? references.includes(reference) : rate === 1 || share(seed, kind, reference) < rate;

/** Whether a flapping partner is down at a moment. */
export const isDown = ({ flapping }: Switches, ms: number): boolean =>
  flapping !== null && ms % (flapping.upMs + flapping.downMs) >= flapping.upMs;
