import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import {
  approvePayouts,
  batchPayouts,
  type PayoutFilter,
  RejectionReason,
  rejectPayouts,
  takePayable,
} from '../disbursement/index.ts';
import { DisbursementBatchEntity } from './batch.entity.ts';
import { refusals } from './batch.refusal.ts';
import { IS_ALTERED, KEEP_ITEMS } from './batch.statement.ts';
import { BatchStatus, transition } from './batch.status.ts';
import { askForDecisions, type WaitingPayouts } from './waiting.service.ts';
import { ASK_WALLETS, DROP_CHECKS, UNCHECKED } from './wallet-check.statement.ts';
import { noteWithheld } from './withheld.service.ts';

/** Payouts of one batch. */
export const MOST_ITEMS = 100_000;
/** The creator of the batches that the engine makes: no person, so that two approve them. */
const ENGINE = 'engine';
/** The request of what no request asked for. */
const SCHEDULED = 'payout-schedule';

export const mayNotCreate = () => notAllowed({ scopes: ['payout:create'] });
export const mayNotApprove = () => notAllowed({ scopes: ['payout:approve'] });

interface BatchNeeds {
  outbox: Outbox;
  now: () => Date;
}

interface BatchOrigin {
  createdBy: string;
  isMadeByEngine: boolean;
  requestId: string;
}

interface NewBatch {
  filter: PayoutFilter;
  createdAt: Date;
}

/** What became of the wish for a batch. */
export interface BatchAttempt {
  /** Null when everything waits. */
  batch: string | null;
  waiting: WaitingPayouts[];
}

interface CreateCall {
  caller: Caller;
  key: string;
  requestId: string;
}

/** Makes, approves and rejects batches of payouts. */
export class BatchService {
  readonly #needs: BatchNeeds;

  constructor(needs: BatchNeeds) {
    this.#needs = needs;
  }

  /**
   * Makes a batch of what can be paid now, oldest first: due payouts to verified accounts of people about whom a decision
   * holds. The programme office is asked about whoever has none; those wait for another call.
   * @throws Refusal FORBIDDEN, BATCH_FILTER_MALFORMED, BATCH_EMPTY, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async create(em: EntityManager, filter: PayoutFilter, { caller, key, requestId }: CreateCall): Promise<BatchAttempt> {
    if (!caller.can('payout:create') || caller.id === null) throw mayNotCreate();
    if (filter.wave !== null && filter.wave < 1) throw refusals.filter();
    if (filter.partner !== null && !/^[a-z0-9-]{1,32}$/.test(filter.partner)) throw refusals.filter();
    const createdBy = caller.id;
    const call = { caller: createdBy, operation: 'createDisbursementBatch', key, body: filter };
    return em.transactional((tx) =>
      once(tx, call, async () => {
        const made = await this.#make(tx, filter, { createdBy, isMadeByEngine: false, requestId });
        if (made.batch === null && made.waiting.length === 0) throw refusals.empty();
        return made;
      }),
    );
  }

  /** Asks for the decisions that a batch would need now; returns what is held back. */
  async ask(em: EntityManager, filter: PayoutFilter): Promise<WaitingPayouts[]> {
    const at = this.#needs.now();
    const question = { outbox: this.#needs.outbox, at, requestId: SCHEDULED };
    return em.transactional((tx) => askForDecisions(tx, { filter, now: at, most: MOST_ITEMS }, question));
  }

  /** Makes a batch by itself, for two people to approve. */
  async createByEngine(em: EntityManager, filter: PayoutFilter): Promise<BatchAttempt> {
    const made = { createdBy: ENGINE, isMadeByEngine: true, requestId: SCHEDULED };
    return em.transactional((tx) => this.#make(tx, filter, made));
  }

  /**
   * Approves a batch; one that the engine made takes two people. Items whose account has changed are withheld.
   * @returns its id
   * @throws Refusal FORBIDDEN, BATCH_UNKNOWN, BATCH_SELF_APPROVAL, BATCH_UNCHECKED, BATCH_ALTERED,
   * BATCH_TRANSITION_ILLEGAL
   */
  async approve(em: EntityManager, id: string, { caller }: { caller: Caller }): Promise<string> {
    touched('DisbursementBatch', id);
    if (!caller.can('payout:approve') || caller.id === null) throw mayNotApprove();
    const approver = caller.id;
    return em.transactional(async (tx) => {
      const batch = await this.#lock(tx, id);
      const at = this.#needs.now();
      transition(batch.status, BatchStatus.APPROVED);
      if (batch.createdBy === approver || batch.approvedBy === approver) throw refusals.selfApproval();
      if ((await execute(tx, UNCHECKED, [[id]])).rows.length > 0) throw refusals.unchecked();
      const [checked] = (await execute(tx, IS_ALTERED, [id])).rows;
      if (checked?.isAltered !== false) throw refusals.altered();
      if (batch.approvedBy === null) Object.assign(batch, { approvedBy: approver, approvedAt: at });
      else Object.assign(batch, { secondApprovedBy: approver, secondApprovedAt: at });
      if (batch.isMadeByEngine && batch.secondApprovedBy === null) return id;
      batch.status = BatchStatus.APPROVED;
      const changed = await approvePayouts(tx, id, at);
      const because = RejectionReason.DESTINATION_CHANGED;
      await noteWithheld(
        tx,
        changed.map((payout) => ({ id: payout, batch: id, because })),
        at,
      );
      return id;
    });
  }

  /**
   * Rejects a batch that waits for approval; its payouts may be part of another one.
   * @returns its id
   * @throws Refusal FORBIDDEN, BATCH_REASON_MALFORMED, BATCH_UNKNOWN, BATCH_TRANSITION_ILLEGAL
   */
  async reject(em: EntityManager, id: string, { caller, reason }: { caller: Caller; reason: string }): Promise<string> {
    touched('DisbursementBatch', id);
    if (!caller.can('payout:approve') || caller.id === null) throw mayNotApprove();
    const text = typedWithin(reason, { least: 3, most: 500 });
    if (text === null) throw refusals.reason();
    const rejectedBy = caller.id;
    return em.transactional(async (tx) => {
      const batch = await this.#lock(tx, id);
      const rejectedAt = this.#needs.now();
      const status = transition(batch.status, BatchStatus.REJECTED);
      Object.assign(batch, { status, rejectedBy, rejectedAt, rejectReason: text });
      await rejectPayouts(tx, id, rejectedAt);
      await execute(tx, DROP_CHECKS, [id]);
      return id;
    });
  }

  async #lock(tx: EntityManager, id: string) {
    const batch = isUuid(id)
      ? await tx.findOne(DisbursementBatchEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
      : null;
    if (!batch) throw refusals.unknown();
    return batch;
  }

  async #make(tx: EntityManager, filter: PayoutFilter, origin: BatchOrigin): Promise<BatchAttempt> {
    const { now, outbox } = this.#needs;
    const { requestId, ...making } = origin;
    const createdAt = now();
    const request = { filter, now: createdAt, most: MOST_ITEMS };
    const ids = await takePayable(tx, request);
    const batch = ids.length > 0 ? await this.#keep(tx, ids, { ...making, filter, createdAt }) : null;
    return { batch, waiting: await askForDecisions(tx, request, { outbox, at: createdAt, requestId }) };
  }

  async #keep(tx: EntityManager, ids: readonly string[], making: Omit<BatchOrigin, 'requestId'> & NewBatch) {
    const id = uuidv7(making.createdAt.getTime());
    const { count: itemCount, sum: itemSum, hash: destinationHash } = await batchPayouts(tx, id, ids);
    const totals = { itemCount, itemSum, destinationHash };
    const blank = { approvedBy: null, approvedAt: null, secondApprovedBy: null, secondApprovedAt: null };
    const open = { rejectedBy: null, rejectedAt: null, rejectReason: null, doneAt: null };
    tx.create(DisbursementBatchEntity, { id, status: BatchStatus.PENDING, ...making, ...blank, ...open, ...totals });
    await tx.flush();
    await execute(tx, KEEP_ITEMS, [id]);
    await execute(tx, ASK_WALLETS, [id, making.createdAt]);
    touched('DisbursementBatch', id);
    return id;
  }
}
