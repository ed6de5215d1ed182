import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { returnRevoked } from './return.service.ts';
import { DECIDE_HELD, EXCUSE, REMEMBER } from './revocation.statement.ts';
import { revocationDecided } from './revoke.events.ts';

interface HeldEnded {
  outbox: Outbox;
  at: Date;
  requestId: string;
  /** Names what ended the hold, for ever: a purchase's id, or an event's. */
  reference: string;
}

/**
 * Answers the programme office again about people whose money was held when their award was to be revoked, and returns
 * what is left of those who lost it. Call it in the transaction that ended holds, after the change, with the balances
 * locked; others are passed over. 1,000 people at most.
 */
export const heldEnded = async (
  tx: EntityManager,
  participants: readonly string[],
  { outbox, at, requestId, reference }: HeldEnded,
): Promise<void> => {
  const { rows } = await execute(tx, DECIDE_HELD, [participants, at]);
  for (const [wave, ofWave] of Map.groupBy(rows, (row) => row.wave)) {
    const returned = ofWave.filter(({ outcome }) => outcome === 'RETURNED').map(({ participant }) => participant);
    await execute(tx, REMEMBER, [returned, wave, at]);
  }
  await returnRevoked(tx, { participants, reference: `return:held:${reference}`, at, requestId });
  const data = [...Map.groupBy(rows, ({ proposal }) => proposal)].map(([proposal, people]) => ({
    proposal,
    wave: people[0]?.wave ?? 0,
    at: at.toISOString(),
    decisions: people.map(({ participant, outcome }) => ({ participant, outcome })),
  }));
  if (data.length > 0) await outbox.add(tx, revocationDecided, { data, requestId });
};

/**
 * Remembers that the provider cancelled what these people had bought in time: their awards are not revoked, though nothing
 * is spent. Call it before `heldEnded`, in the same transaction.
 */
export const excuse = async (tx: EntityManager, participants: readonly string[], at: Date): Promise<void> => {
  await execute(tx, EXCUSE, [participants, at]);
};
