import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import type { Logger } from '../../kit/log.ts';
import type { participantsReinstated } from '../freeze/freeze.events.ts';
import { isFrozenSql, lift } from '../freeze/freeze.service.ts';
import { post } from '../ledger/ledger.service.ts';
import type { surveySubmitted } from './entitlement.events.ts';

// Before anything is read: a revocation, which locks the balance too, comes wholly before or after.
const LOCK_BALANCE = `select from training_balance where participant_id = $1 and wave_number = $2 for no key update`;

// The lock lets a freeze or its lifting go first, or wait until this claim can be seen.
const LOCK_FREEZE = 'select is_frozen as "isFrozen" from participant_freeze where participant_id = $1 for share';

const FACTS = `select exists (select from revocation where participant_id = $1) as "isRevoked",
  (select instalments from wave_entitlement where wave_number = $2 and entitlement = 'SURVEY') as instalments`;

const WITHHOLD = `insert into survey_withheld (participant_id, instalment, wave_number, submitted_at)
  values ($1, $2, $3, $4) on conflict do nothing`;

const RELEASE = `delete from survey_withheld where participant_id = any($1::uuid[])
    and not ${isFrozenSql('survey_withheld.participant_id')}
    and not exists (select from revocation where revocation.participant_id = survey_withheld.participant_id)
  returning participant_id as participant, instalment, wave_number as wave, submitted_at as at`;

// The key of the payout keeps it single, for ever.
const MAKE_DUE = `insert into disbursement (participant_id, wave_number, entitlement, instalment, amount, status, due_at)
  select claim.participant_id, claim.wave_number, 'SURVEY', claim.instalment, announced.amount, 'DUE', claim.at
  from unnest($1::uuid[], $2::int[], $3::int[], $4::timestamptz[]) as claim (participant_id, wave_number, instalment, at)
  join wave_entitlement announced on announced.wave_number = claim.wave_number and announced.entitlement = 'SURVEY'
    and announced.amount > 0 and claim.instalment <= announced.instalments
  order by claim.participant_id, claim.instalment
  on conflict (participant_id, entitlement, instalment) do nothing
  returning participant_id as participant, wave_number as wave, amount`;

interface Claim {
  participant: string;
  wave: number;
  instalment: number;
  at: Date | string;
}

interface Due {
  participant: string;
  wave: number;
  amount: string;
}

/** The grant of the award has not arrived yet: the event is delivered again. */
export class AwardUnknown extends Error {
  constructor({ participant, wave }: Pick<Claim, 'participant' | 'wave'>) {
    super(`the award of ${participant} in wave ${wave} has not been announced here yet`);
    this.name = 'AwardUnknown';
  }
}

/** Makes survey incentives due. */
export class SurveyIncentives {
  readonly #log: Pick<Logger, 'warn'>;
  readonly #now: () => Date;

  constructor({ log, now }: { log: Pick<Logger, 'warn'>; now: () => Date }) {
    this.#log = log;
    this.#now = now;
  }

  /**
   * Makes the instalment of a filled-in survey due, in the transaction of the inbox, by what was announced for the wave.
   * Who was revoked gets none; to who is frozen it is due once that is lifted.
   * @throws AwardUnknown before the announcement, BudgetExhausted; the event is then delivered again
   */
  submitted = async (
    em: EntityManager,
    claim: EventData<typeof surveySubmitted>,
    event: ReceivedEvent,
  ): Promise<void> => {
    const { participant, wave, instalment, at } = claim;
    const { rows: balances } = await execute(em, LOCK_BALANCE, [participant, wave]);
    const { rows: freezes } = await execute<{ isFrozen: boolean }>(em, LOCK_FREEZE, [participant]);
    type Facts = { isRevoked: boolean; instalments: number | null };
    const [facts] = (await execute<Facts>(em, FACTS, [participant, wave])).rows;
    const about = { requestId: event.requestid, eventId: event.id, wave, instalment };
    if (facts?.isRevoked) return this.#log.warn(about, 'a survey of a revoked award pays nothing');
    if (balances.length === 0 || !facts || facts.instalments === null) throw new AwardUnknown(claim);
    if (instalment > facts.instalments) return this.#log.warn(about, 'a survey beyond those announced pays nothing');
    if (freezes[0]?.isFrozen) await execute(em, WITHHOLD, [participant, instalment, wave, new Date(at)]);
    else await this.#makeDue(em, [claim], event);
  };

  /** Lifts freezes, and makes due what was withheld of those that no longer hold. */
  reinstated = async (
    em: EntityManager,
    data: EventData<typeof participantsReinstated>,
    event: ReceivedEvent,
  ): Promise<void> => {
    await lift(em, data);
    const { rows } = await execute<Claim>(em, RELEASE, [data.participants]);
    if (rows.length > 0) await this.#makeDue(em, rows, event);
  };

  /** One statement for all claims, and one journal entry a wave: from the budget to what is payable. */
  async #makeDue(em: EntityManager, claims: readonly Claim[], { id, requestid: requestId }: ReceivedEvent) {
    const columns = [
      claims.map(({ participant }) => participant),
      claims.map(({ wave }) => wave),
      claims.map(({ instalment }) => instalment),
      claims.map(({ at }) => new Date(at)),
    ];
    const { rows } = await execute<Due>(em, MAKE_DUE, columns);
    for (const [wave, due] of Map.groupBy(rows, (row) => row.wave)) {
      const payable = due.map(({ participant, amount }) => ({
        ...{ account: 'INCENTIVE_PAYABLE' as const, participantId: participant },
        amount: BigInt(amount),
      }));
      const total = payable.reduce((sum, { amount }) => sum + amount, 0n);
      const postings = [...payable, { account: 'UNALLOCATED' as const, participantId: null, amount: -total }];
      const reference = `due:survey:${wave}:${id}`;
      await post(em, { kind: 'DUE', reference, waveNumber: wave, at: this.#now(), requestId, postings });
    }
  }
}
