import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { execute, run } from '../../kit/database.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { Refusal } from '../../kit/refusal.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { postAll } from '../ledger/index.ts';
import { TrainingBalanceEntity } from './balance.entity.ts';
import { refusals } from './balance.refusal.ts';
import { CHANGE, READ_STANDINGS } from './balance.statement.ts';
import {
  balanceAfter,
  isHeldBy,
  type LockedBalance,
  type Movement,
  type MovementKind,
  PreparedMovement,
  type WayName,
} from './movement.ts';

const query = queriesOver(TrainingBalanceEntity);

/** In order of the key, as all who lock many balances do. */
const LOCK = query<{ people: readonly string[] }>()('balance-lock', (db, { people }) =>
  db
    .selectFrom('training_balance')
    .select([
      'participantId',
      'waveNumber',
      'budgetYear',
      'held',
      'spent',
      'expiresOn',
      sql<bigint>`granted - spent - held - returned`.as('available'),
    ])
    .where(isOneOf('participantId', people, 'uuid'))
    .orderBy('participantId')
    .forNoKeyUpdate(),
);

interface Circumstances {
  balance: LockedBalance;
  standing: RowsOf<typeof READ_STANDINGS>;
  at: Date;
}

/** A movement that can be made, false when its reference was used before, or why it cannot be made. */
export type MovementAnswer = PreparedMovement | false | Refusal;

/** Nothing that comes back may be spent again. */
const lateWay: Partial<Record<MovementKind, WayName>> = { RELEASE: 'RELEASE_LATE', REFUND: 'REFUND_LATE' };

/** What was held before may still be released, and what is left be returned, whatever the standing. */
const decide = (movement: Movement, { balance, standing, at }: Circumstances): MovementAnswer => {
  const { kind } = movement;
  const { isFrozen, isRevoked, isPosted } = standing;
  const isExpired = jakartaDayAfter(at, 0) > balance.expiresOn;
  if (isFrozen && (kind === 'HOLD' || kind === 'SPEND')) return refusals.frozen();
  if (isExpired && kind === 'HOLD') return refusals.expired();
  // A repeated movement may find that its first copy took all there was.
  if (isPosted) return false;
  const way = isExpired || isRevoked ? (lateWay[kind] ?? kind) : kind;
  if (!isHeldBy(balance, movement, way)) return refusals.insufficient();
  return new PreparedMovement(movement, { way, balance, at });
};

/** Moves money within training balances: holds it for a purchase, releases, captures or refunds it, returns the rest. */
export class BalanceService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * Moves money in `em`'s transaction, balance and ledger together, under the lock of the balance. What is released or
   * refunded after the last day, or after the award was revoked, returns to the treasury.
   * @returns false when the reference was used before: then nothing changes
   * @throws Refusal BALANCE_UNKNOWN, BALANCE_FROZEN, BALANCE_EXPIRED, BALANCE_INSUFFICIENT; nothing has changed then
   * @throws RangeError for an amount below one
   */
  async move(em: EntityManager, kind: MovementKind, movement: Omit<Movement, 'kind'>): Promise<boolean> {
    const [answer = false] = await this.prepare(em, [{ kind, ...movement }]);
    if (answer instanceof Refusal) throw answer;
    if (answer) await this.apply(em, [answer]);
    return answer !== false;
  }

  /**
   * Locks the balances of movements, in order of their people, and decides which of them can be made, one after the
   * other. `apply` makes them, in the same transaction. However many there are, it is two statements.
   * @returns in the order of the movements; a refusal is BALANCE_UNKNOWN, BALANCE_FROZEN, BALANCE_EXPIRED or
   * BALANCE_INSUFFICIENT
   * @throws RangeError for an amount below one
   */
  async prepare(em: EntityManager, movements: readonly Movement[]): Promise<MovementAnswer[]> {
    if (movements.length === 0) return [];
    const wrong = movements.find(({ amount }) => amount < 1n);
    if (wrong) throw new RangeError(`not an amount to move: ${wrong.amount}`);
    const people = movements.map(({ participantId }) => participantId);
    const references = movements.map(({ reference }) => reference);
    const balances = new Map((await run(em, LOCK, { people })).map((row) => [row.participantId, row as LockedBalance]));
    const standings = (await execute(em, READ_STANDINGS, [people, references])).rows;
    const at = this.#now();
    return movements.map((movement, index) => {
      const balance = balances.get(movement.participantId);
      const standing = standings[index];
      if (!balance || !standing) return refusals.unknown();
      const answer = decide(movement, { balance, standing, at });
      if (answer instanceof PreparedMovement) balances.set(movement.participantId, balanceAfter(balance, answer));
      return answer;
    });
  }

  /** Posts prepared movements and changes their balances: two statements. @throws Error when one was posted before */
  async apply(em: EntityManager, prepared: readonly PreparedMovement[]): Promise<void> {
    if (prepared.length === 0) return;
    const posted = await postAll(
      em,
      prepared.map(({ entry }) => entry),
    );
    if (posted.size < prepared.length) throw new Error('a movement was posted past the lock of its balance');
    const changes = prepared.map(({ change }) => change);
    await execute(em, CHANGE, [
      prepared.map(({ movement }) => movement.participantId),
      changes.map(({ held }) => held),
      changes.map(({ spent }) => spent),
      changes.map(({ returned }) => returned),
      this.#now(),
    ]);
  }

  /** Locks people's balances, in order: every purchase and event of one person goes one after the other. */
  async lock(em: EntityManager, people: readonly string[]): Promise<void> {
    await run(em, LOCK, { people });
  }
}
