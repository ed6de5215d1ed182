import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../../kit/database.ts';
import { typedWithin } from '../../../kit/typed-text.ts';
import { refusals } from './witness.refusal.ts';
import { lockAttempt } from './witness.service.ts';
import { VOID } from './witness.statement.ts';

interface VoidCall {
  wave: number;
  reason: string;
  /** Who says so. */
  officer: string;
  now: Date;
}

/**
 * Voids the newest attempt of a wave. One that is signed by enough cannot be voided: who could, would choose among draws.
 * @throws Refusal VOID_REASON_MALFORMED, DRAW_NOT_FROZEN, SAME_PERSON, SIGNING_OPEN, DRAW_FINAL
 */
export const voidAttempt = async (tx: EntityManager, { wave, reason, officer, now }: VoidCall): Promise<void> => {
  const typed = typedWithin(reason, { least: 3, most: 500 });
  if (typed === null) throw refusals.reason();
  const { attempt, frozenBy, threshold, signed, closesAt, isDrawn } = await lockAttempt(tx, wave);
  if (isDrawn || threshold === null || signed >= threshold) throw refusals.final();
  if (officer === frozenBy) throw refusals.samePerson();
  if (closesAt && now <= closesAt) throw refusals.signingOpen();
  await execute(tx, VOID, [wave, attempt, typed, officer, now]);
};
