import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { Logger } from '../../kit/log.ts';
import { rememberAnnounced } from '../entitlement/index.ts';
import { post } from '../ledger/index.ts';
import { holdRevocations, returnRevoked } from '../revocation/index.ts';
import { GRANT, SET_LAST_DAY } from './balance.statement.ts';
import type { recipientsAnnounced } from './grant.events.ts';

/** The balance is spent by 15 December of the year of the award (programme rules, Money); of the next one after that. */
const lastDayOf = (moment: Date): string => {
  const day = jakartaDayAfter(moment, 0);
  const year = Number(day.slice(0, 4));
  return day <= `${year}-12-15` ? `${year}-12-15` : `${year + 1}-12-15`;
};

type RecipientsAnnounced = EventData<typeof recipientsAnnounced>;

/** Grants training balances. */
export class GrantService {
  readonly #log: Logger;
  readonly #now: () => Date;

  constructor({ log, now }: { log: Logger; now: () => Date }) {
    this.#log = log;
    this.#now = now;
  }

  /**
   * Grants the recipients of one event their balances, in the transaction of the inbox: one journal entry, a posting
   * for each person and one against UNALLOCATED. Whoever holds a balance already, from whatever wave, gets nothing; what
   * is granted of an award that was revoked before goes back at once. All people of a wave have one last day: that of its
   * first event.
   * @throws BudgetExhausted; the event is then delivered again
   */
  grant = async (em: EntityManager, data: RecipientsAnnounced, event: ReceivedEvent): Promise<void> => {
    const { wave, participants } = data;
    const amount = BigInt(data.trainingBalance);
    const { id: eventId, requestid: requestId } = event;
    await rememberAnnounced(em, data);
    const expiresOn = await this.#lastDay(em, wave, new Date(data.at ?? event.time));
    await holdRevocations(em, wave);
    const { rows } = await execute(em, GRANT, [participants, wave, amount, expiresOn]);
    const refused = participants.length - rows.length;
    if (refused > 0) this.#log.warn({ requestId, eventId, wave, refused }, 'a second training balance was refused');
    if (rows.length === 0) return;
    await post(em, {
      kind: 'GRANT',
      reference: `grant:${wave}:${eventId}`,
      waveNumber: wave,
      year: rows[0]?.year ?? null,
      at: this.#now(),
      requestId,
      postings: [
        ...rows.map((row) => ({ account: 'TRAINING_BALANCE' as const, participantId: row.participant_id, amount })),
        { account: 'UNALLOCATED', participantId: null, amount: -amount * BigInt(rows.length) },
      ],
    });
    const reference = `return:late:${eventId}`;
    const granted = rows.map((row) => row.participant_id);
    await returnRevoked(em, { participants: granted, reference, at: this.#now(), requestId });
  };

  async #lastDay(em: EntityManager, wave: number, announcedAt: Date): Promise<string> {
    const values = [wave, lastDayOf(announcedAt)];
    const [day] = (await execute(em, SET_LAST_DAY, values)).rows;
    const [said] = day ? [day] : (await execute(em, SET_LAST_DAY, values)).rows;
    if (!said) throw new Error(`wave ${wave} has no last day`);
    return said.expiresOn;
  }
}
