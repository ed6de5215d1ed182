import { execute, type Transaction } from '../../kit/database.ts';
import type { DisbursementStatus } from './disbursement.status.ts';
import type { Entitlement } from './entitlement.ts';
import {
  APPROVE,
  BATCH,
  HELD_BACK,
  HOLD_WALLETS,
  MOVE,
  PAYABLE,
  REJECT,
  REJECT_BATCH,
  REOPEN,
  SEND,
  SENDABLE,
} from './payout.statement.ts';
import type { RejectionReason } from './rejection.ts';

/** Which payouts; null means any. */
export interface PayoutFilter {
  wave: number | null;
  entitlement: Entitlement | null;
  partner: string | null;
}

/** Which payouts a batch is made of. */
export interface PayoutRequest {
  filter: PayoutFilter;
  now: Date;
  most: number;
}

export interface Rejection {
  id: string;
  because: RejectionReason;
}

export interface PayoutMove {
  id: string;
  status: DisbursementStatus;
  because: RejectionReason | null;
}

const valuesOf = ({ filter, now, most }: PayoutRequest) => [now, filter.wave, filter.entitlement, filter.partner, most];

/**
 * Locks payouts that may go into a batch, after what was withheld or corrected has become due again: each to a verified
 * account of a person about whom a decision holds.
 * @returns at most `most`, oldest first
 */
export const takePayable = async (tx: Transaction, request: PayoutRequest): Promise<string[]> => {
  await execute(tx, REOPEN, valuesOf(request));
  return (await execute(tx, PAYABLE, valuesOf(request))).rows.map(({ id }) => id);
};

/** Returns what could be in a batch but for the decision, by reason and wave; with DECISION_STALE, whose it is. */
export const findHeldBack = async (tx: Transaction, request: PayoutRequest) =>
  (await execute(tx, HELD_BACK, valuesOf(request))).rows;

/** Takes the payouts of people out of a batch that waits for approval, until their account can be paid; returns them. */
export const holdWallets = async (
  tx: Transaction,
  { batch, participants }: { batch: string; participants: readonly string[] },
  now: Date,
): Promise<string[]> => (await execute(tx, HOLD_WALLETS, [batch, participants, now])).rows.map(({ id }) => id);

/** Puts payouts into a batch; returns its control totals. */
export const batchPayouts = async (tx: Transaction, batch: string, ids: readonly string[]) => {
  const [totals] = (await execute(tx, BATCH, [ids, batch])).rows;
  return totals as NonNullable<typeof totals>;
};

/** Approves the payouts of a batch; returns those whose account has changed, which are rejected instead. */
export const approvePayouts = async (tx: Transaction, batch: string, now: Date): Promise<string[]> =>
  (await execute(tx, APPROVE, [batch, now])).rows.map(({ id }) => id);

/** Rejects the payouts of a batch that nobody approved; returns them. */
export const rejectPayouts = async (tx: Transaction, batch: string, now: Date): Promise<string[]> =>
  (await execute(tx, REJECT_BATCH, [batch, now])).rows.map(({ id }) => id);

/** Locks approved payouts of a partner; a decision on whom they pay holds until after `until`, or they are withheld. */
export const takeSendable = async (tx: Transaction, partner: string, { most, until }: { most: number; until: Date }) =>
  (await execute(tx, SENDABLE, [partner, most, until])).rows;

export type SendablePayout = Awaited<ReturnType<typeof takeSendable>>[number];

/** Marks approved payouts as sent, each with the reference of its order. */
export const sendPayouts = async (tx: Transaction, sent: readonly { id: string; reference: string }[]) => {
  await execute(tx, SEND, [sent.map(({ id }) => id), sent.map(({ reference }) => reference)]);
};

/** Rejects approved payouts before they are sent. */
export const withholdPayouts = async (tx: Transaction, rejections: readonly Rejection[], now: Date) => {
  await execute(tx, REJECT, [rejections.map(({ id }) => id), rejections.map(({ because }) => because), now]);
};

/** Moves payouts as their orders say; what the table of transitions does not allow stays as it is. Returns the moved ones. */
export const movePayouts = async (tx: Transaction, told: readonly PayoutMove[], now: Date) => {
  const columns = [told.map(({ id }) => id), told.map(({ status }) => status)];
  return (await execute(tx, MOVE, [...columns, now, told.map(({ because }) => because)])).rows;
};
