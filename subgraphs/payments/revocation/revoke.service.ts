import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { Logger } from '../../kit/log.ts';
import { returnBalances } from './return.service.ts';
import { lockBalances } from './revocation.lock.ts';
import { DECIDE, REMEMBER } from './revocation.statement.ts';
import { type recipientsRevoked, revocationDecided, type revocationProposed } from './revoke.events.ts';

interface RevokeServiceOptions {
  outbox: Outbox;
  log: Pick<Logger, 'warn'>;
  now: () => Date;
}

/** Decides which awards can be revoked, and returns their balances to the treasury. */
export class RevokeService {
  readonly #options: RevokeServiceOptions;

  constructor(options: RevokeServiceOptions) {
    this.#options = options;
  }

  /**
   * Decides about the people of a proposal under the locks of their balances, so that a purchase comes wholly before or
   * after: what was never used goes back, and each person is answered. In the transaction of the inbox.
   */
  proposed = async (
    em: EntityManager,
    { proposal, wave, participants }: EventData<typeof revocationProposed>,
    { id: eventId, requestid: requestId }: ReceivedEvent,
  ): Promise<void> => {
    const { outbox, now } = this.#options;
    const at = now();
    await lockBalances(em, participants, wave);
    const { rows: decisions } = await execute(em, DECIDE, [participants, wave, proposal, at]);
    const returned = decisions.filter(({ outcome }) => outcome === 'RETURNED').map(({ participant }) => participant);
    await execute(em, REMEMBER, [returned, wave, at]);
    const reference = `return:${wave}:${eventId}`;
    await returnBalances(em, { participants: returned, wave, reference, at, requestId });
    await outbox.add(em, revocationDecided, { data: { proposal, wave, at: at.toISOString(), decisions }, requestId });
  };

  /**
   * Returns what is left of the balances of people whose award was revoked, in the transaction of the inbox. After a
   * proposal nothing is left; what is held for a purchase stays until that ends.
   */
  revoke = async (
    em: EntityManager,
    { wave, at, participants }: EventData<typeof recipientsRevoked>,
    { id: eventId, requestid: requestId }: ReceivedEvent,
  ): Promise<void> => {
    await lockBalances(em, participants, wave);
    await execute(em, REMEMBER, [participants, wave, new Date(at)]);
    const reference = `return:${wave}:${eventId}`;
    const held = await returnBalances(em, { participants, wave, reference, at: this.#options.now(), requestId });
    if (held > 0)
      this.#options.log.warn({ requestId, eventId, wave, held }, 'a revoked balance is held for a purchase');
  };
}
