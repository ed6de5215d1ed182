import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import type { Logger } from '../../kit/log.ts';
import { post } from '../ledger/ledger.service.ts';
import type { recipientsRevoked } from './revoke.events.ts';

const REMEMBER = `insert into revocation (participant_id, wave_number, revoked_at)
  select participant_id, $2, $3 from unnest($1::uuid[]) as participant_id order by participant_id
  on conflict do nothing returning participant_id`;

// In order of the key, as all who lock many balances do.
const RETURN = `with due as materialized (
    select participant_id, granted - spent - held - returned as amount, held from training_balance
    where participant_id = any($1::uuid[]) and wave_number = $2 order by participant_id for no key update
  ), moved as (
    update training_balance set returned = returned + due.amount, updated_at = $3 from due
    where training_balance.participant_id = due.participant_id and due.amount > 0
  )
  select participant_id as id, amount, held from due where amount > 0 or held > 0`;

interface Due {
  id: string;
  amount: string;
  held: string;
}

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
    const { rows: fresh } = await execute<{ participant_id: string }>(em, REMEMBER, [participants, wave, new Date(at)]);
    const ids = fresh.map((row) => row.participant_id);
    const { rows } = await execute<Due>(em, RETURN, [ids, wave, this.#now()]);
    const held = rows.filter((row) => row.held !== '0').length;
    if (held > 0) this.#log.warn({ requestId, eventId, wave, held }, 'a revoked balance is held for a purchase');
    const due = rows.map(({ id, amount }) => ({ participantId: id, amount: BigInt(amount) }));
    const postings = due.flatMap(({ participantId, amount }) =>
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
