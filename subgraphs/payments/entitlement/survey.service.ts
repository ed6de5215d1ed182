import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import type { Logger } from '../../kit/log.ts';
import { lockAward } from '../balance/index.ts';
import { type Claim, makeSurveysDue } from '../disbursement/index.ts';
import type { participantsReinstated } from '../freeze/freeze.events.ts';
import { lift, lockFreeze } from '../freeze/index.ts';
import { post } from '../ledger/index.ts';
import type { surveySubmitted } from './entitlement.events.ts';
import { SURVEY_FACTS } from './entitlement.statement.ts';
import { release, withhold } from './withheld.service.ts';

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
    // Before anything is read, so that nothing that decides changes meanwhile.
    const hasBalance = await lockAward(em, { participant, wave });
    const isFrozen = await lockFreeze(em, participant);
    const [facts] = (await execute(em, SURVEY_FACTS, [participant, wave])).rows;
    const about = { requestId: event.requestid, eventId: event.id, wave, instalment };
    if (facts?.isRevoked) return this.#log.warn(about, 'a survey of a revoked award pays nothing');
    if (!hasBalance || !facts || facts.instalments === null) throw new AwardUnknown(claim);
    if (instalment > facts.instalments) return this.#log.warn(about, 'a survey beyond those announced pays nothing');
    const earned = { participant, wave, instalment, at: new Date(at) };
    if (isFrozen) await withhold(em, earned);
    else await this.#makeDue(em, [earned], event);
  };

  /** Lifts freezes, and makes due what was withheld of those that no longer hold. */
  reinstated = async (
    em: EntityManager,
    data: EventData<typeof participantsReinstated>,
    event: ReceivedEvent,
  ): Promise<void> => {
    await lift(em, data);
    const claims = await release(em, data.participants);
    if (claims.length > 0) await this.#makeDue(em, claims, event);
  };

  /** One statement for all claims, and one journal entry a wave: from the budget to what is payable. */
  async #makeDue(em: EntityManager, claims: readonly Claim[], { id, requestid: requestId }: ReceivedEvent) {
    const due = await makeSurveysDue(em, claims);
    for (const [wave, ofWave] of Map.groupBy(due, (row) => row.wave)) {
      const payable = ofWave.map(({ participant, amount }) => ({
        account: 'INCENTIVE_PAYABLE' as const,
        participantId: participant,
        amount,
      }));
      const total = payable.reduce((sum, { amount }) => sum + amount, 0n);
      const postings = [...payable, { account: 'UNALLOCATED' as const, participantId: null, amount: -total }];
      const reference = `due:survey:${wave}:${id}`;
      await post(em, { kind: 'DUE', reference, waveNumber: wave, at: this.#now(), requestId, postings });
    }
  }
}
