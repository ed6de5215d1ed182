import type { EntityManager } from '@mikro-orm/postgresql';
import { execute, run } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { queriesOver } from '../../kit/query.ts';
import { commitFunds, releaseFunds } from '../budget/index.ts';
import { FundingEntity } from './funding.entity.ts';
import { type FundingOutcome, type FundingReason, fundingDecided, type fundingRequested } from './funding.events.ts';

interface Answer {
  outcome: FundingOutcome;
  reason: FundingReason | null;
}

interface Decision extends Answer {
  wave: number;
  attempt: number;
  year: number;
  amount: bigint;
  at: Date;
}

const query = queriesOver(FundingEntity);

const OF_WAVE = query<{ wave: number }>()('funding-of-wave', (db, { wave }) =>
  db
    .selectFrom('funding')
    .select(['attempt', 'year', 'amount', 'outcome', 'reason'])
    .where('waveNumber', '=', wave)
    .orderBy('attempt'),
);

const STORE = query<Decision>()('funding-store', (db, { wave, attempt, year, amount, outcome, reason, at }) =>
  db.insertInto('funding').values({ waveNumber: wave, attempt, year, amount, outcome, reason, decidedAt: at }),
);

// "fund", for the first half of an advisory lock's key; the second is the wave.
const LOCK_CLASS = 0x66_75_6e_64;

/** Answers what the programme office asks about the money of waves. */
export class FundingService {
  readonly #outbox: Outbox;
  readonly #now: () => Date;

  constructor({ outbox, now }: { outbox: Outbox; now: () => Date }) {
    this.#outbox = outbox;
    this.#now = now;
  }

  /**
   * Commits the money that a wave needs, or what it needs beyond the attempt before, or gives back what it does not need any
   * more; in the transaction of the inbox. The wave keeps what it has when it is refused more.
   */
  requested = async (
    em: EntityManager,
    request: EventData<typeof fundingRequested>,
    { requestid: requestId }: ReceivedEvent,
  ): Promise<void> => {
    const { wave, attempt } = request;
    await execute(em, 'select pg_advisory_xact_lock($1, $2)', [LOCK_CLASS, wave]);
    const known = await run(em, OF_WAVE, { wave });
    const before = known.find((row) => row.attempt === attempt);
    const { outcome, reason } = before ?? (await this.#decide(em, { ...request, requestId, known }));
    const data = { wave, attempt, outcome, reason, at: this.#now().toISOString() };
    await this.#outbox.add(em, fundingDecided, { data, requestId });
  };

  async #decide(
    em: EntityManager,
    request: EventData<typeof fundingRequested> & {
      requestId: string;
      known: readonly { attempt: number; year: number; amount: bigint; outcome: FundingOutcome }[];
    },
  ): Promise<Answer> {
    const { wave, attempt, quota, perPerson, known, requestId } = request;
    const at = this.#now();
    const held = known.findLast(({ outcome }) => outcome === 'COMMITTED');
    // A wave has money of one year.
    const year = held?.year ?? request.year;
    const amount = BigInt(quota) * BigInt(perPerson);
    const more = amount - (held?.amount ?? 0n);
    const decide = async (): Promise<Answer> => {
      if (known.some((row) => row.attempt > attempt)) return { outcome: 'REFUSED', reason: 'SUPERSEDED' };
      const facts = { wave, at, requestId };
      if (more < 0n) await releaseFunds(em, { ...facts, amount: -more, reference: `uncommit:${wave}:${attempt}` });
      if (more <= 0n) return { outcome: 'COMMITTED', reason: null };
      const decision = await commitFunds(em, { ...facts, year, amount: more, reference: `commit:${wave}:${attempt}` });
      return decision.isCommitted
        ? { outcome: 'COMMITTED', reason: null }
        : { outcome: 'REFUSED', reason: decision.reason };
    };
    const answer = await decide();
    await run(em, STORE, { wave, attempt, year, amount, at, ...answer });
    return answer;
  }
}
