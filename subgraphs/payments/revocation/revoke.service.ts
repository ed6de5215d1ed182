import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import type { Logger } from '../../kit/log.ts';
import { returnUnspent } from '../balance/index.ts';
import { post } from '../ledger/index.ts';
import { REMEMBER } from './revocation.statement.ts';
import type { recipientsRevoked } from './revoke.events.ts';

/** Returns the balances of revoked awards to the treasury. */
export class RevokeService {
  readonly #log: Logger;
  readonly #now: () => Date;

  constructor({ log, now }: { log: Logger; now: () => Date }) {
    this.#log = log;
    this.#now = now;
  }

  /**
   * Returns what is left of the balances of one event's people, in the transaction of the inbox: one statement and one
   * journal entry. Whoever was revoked before is passed over; what is held for a purchase stays until that ends.
   */
  revoke = async (
    em: EntityManager,
    data: EventData<typeof recipientsRevoked>,
    event: ReceivedEvent,
  ): Promise<void> => {
    const { wave, at, participants } = data;
    const { id: eventId, requestid: requestId } = event;
    const { rows: revoked } = await execute(em, REMEMBER, [participants, wave, new Date(at)]);
    const ids = revoked.map((row) => row.participant_id);
    const left = await returnUnspent(em, { participants: ids, wave, at: this.#now() });
    const held = left.filter((row) => row.held > 0n).length;
    if (held > 0) this.#log.warn({ requestId, eventId, wave, held }, 'a revoked balance is held for a purchase');
    const postings = left.flatMap(({ id: participantId, amount }) =>
      amount === 0n
        ? []
        : [
            { account: 'TRAINING_BALANCE' as const, participantId, amount: -amount },
            { account: 'RETURNED' as const, participantId, amount },
          ],
    );
    if (postings.length === 0) return;
    const reference = `return:${wave}:${eventId}`;
    await post(em, { kind: 'RETURN', reference, waveNumber: wave, at: this.#now(), requestId, postings });
  };
}
