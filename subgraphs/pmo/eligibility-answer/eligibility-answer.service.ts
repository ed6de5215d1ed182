import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { holdLists } from '../barred/index.ts';
import type { PolicyService } from '../policy/index.ts';
import { eligibilityDecided, type eligibilityRequested } from './eligibility-answer.events.ts';
import { KEEP, STANDING } from './eligibility-answer.statement.ts';

/** How long a decision allows a payment. ASSUMED: no source gives a figure. */
const VALID_MS = 24 * 3_600_000;

interface EligibilityAnswerOptions {
  policies: PolicyService;
  outbox: Outbox;
  now: () => Date;
}

interface Question {
  wave: number;
  people: readonly { participant: string; hasAward: boolean; isRevoked: boolean }[];
}

/** Tells payments who may still receive, before it pays. */
export class EligibilityAnswerService {
  readonly #options: EligibilityAnswerOptions;

  constructor(options: EligibilityAnswerOptions) {
    this.#options = options;
  }

  /**
   * Decides about the people of a request by the lists and facts of this moment, in the transaction of the inbox: a few
   * statements for all. A repeated request gets the answers that it got, while they hold.
   */
  requested = async (
    em: EntityManager,
    { request, wave, participants }: EventData<typeof eligibilityRequested>,
    { requestid: requestId }: ReceivedEvent,
  ): Promise<void> => {
    const { outbox, now } = this.#options;
    // A version of a list takes effect before these decisions or after them, and then freezes.
    await holdLists(em);
    const at = now();
    const until = new Date(at.getTime() + VALID_MS);
    const { rows } = await execute(em, STANDING, [participants, wave, request, at]);
    const fresh = await this.#decide(em, { wave, people: rows.filter(({ reasons }) => reasons === null) });
    const joined = [...fresh.values()].map((reasons) => reasons.join(','));
    await execute(em, KEEP, [request, wave, at, until, [...fresh.keys()], joined]);
    const decisions = rows.map(({ participant, reasons: known, decidedAt, validUntil }) => {
      const reasons = known ?? fresh.get(participant) ?? [];
      return {
        participant,
        wave,
        isEligible: reasons.length === 0,
        reasons,
        decidedAt: (decidedAt ?? at).toISOString(),
        validUntil: (validUntil ?? until).toISOString(),
      };
    });
    await outbox.add(em, eligibilityDecided, { data: { request, decisions }, requestId });
  };

  /** Returns the codes of what each person does not meet. */
  async #decide(em: EntityManager, { wave, people }: Question): Promise<Map<string, string[]>> {
    const { policies } = this.#options;
    const standing = people.filter(({ hasAward, isRevoked }) => hasAward && !isRevoked);
    const participantIds = standing.map(({ participant }) => participant);
    const asOf = policies.today();
    const decided =
      participantIds.length === 0
        ? new Map<string, never>()
        : await policies.decide(em, { participantIds, purpose: 'PAYMENT', wave, asOf });
    const reasonsOf = ({ participant, hasAward, isRevoked }: Question['people'][number]): string[] => {
      if (!hasAward) return ['AWARD_UNKNOWN'];
      if (isRevoked) return ['AWARD_REVOKED'];
      return decided.get(participant)?.reasons.map(({ code }) => code) ?? ['AWARD_UNKNOWN'];
    };
    return new Map(people.map((person) => [person.participant, reasonsOf(person)]));
  }
}
