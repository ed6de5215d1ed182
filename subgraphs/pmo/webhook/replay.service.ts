import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { mayManage } from './webhook.policy.ts';
import { refusals } from './webhook.refusal.ts';
import { forbidden, ownOne, readTypes, type WebhookCall } from './webhook.service.ts';

export interface WantedEvents {
  ids?: readonly string[] | null;
  types?: readonly string[] | null;
  from?: Date | null;
  to?: Date | null;
}

const MOST_IDS = 1_000;
export const MOST_REPLAYS = 5;

const OPEN = 'select count(*)::int as open from webhook_replay where webhook_id = $1 and ended_at is null';

// Numbers are given in the order of `recorded_at`, so a time is a range of them.
const RANGE = `select min(sequence) as first, max(sequence) as last from fact
  where organization_id = $1 and ($2::uuid[] is null or id = any($2)) and ($3::text[] is null or type = any($3))
    and ($4::timestamptz is null or recorded_at >= $4) and ($5::timestamptz is null or recorded_at < $5)`;

const INSERT = `insert into webhook_replay
    (id, webhook_id, fact_ids, types, first_sequence, last_sequence, position, turn_at, requested_at)
  values ($1, $2, $3, $4, $5::bigint, $6, $5::bigint - 1, $7, $7)`;

interface WantedRange {
  ids: string[] | null;
  types: string[] | null;
  from: Date | null;
  to: Date | null;
}

/** @throws Refusal REPLAY_MALFORMED, WEBHOOK_TYPES_OUT_OF_RANGE, WEBHOOK_TYPE_UNKNOWN */
const readWanted = ({ ids, types, from, to }: WantedEvents): WantedRange => {
  if (ids) {
    const isMixed = types || from || to;
    if (isMixed || ids.length < 1 || ids.length > MOST_IDS || !ids.every(isUuid)) throw refusals.replay();
    return { ids: [...new Set(ids.map((id) => id.toLowerCase()))], types: null, from: null, to: null };
  }
  if (!from || !to || from >= to) throw refusals.replay();
  return { ids: null, types: readTypes(types), from, to };
};

/** Lets webhooks have events once more, whichever webhook got them first. */
export class ReplayService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * Begins a replay beside what the webhook gets anyway.
   * @returns the webhook's id
   * @throws Refusal FORBIDDEN, WEBHOOK_UNKNOWN, REPLAY_MALFORMED, REPLAY_EMPTY, REPLAY_LIMIT_REACHED,
   * WEBHOOK_TYPES_OUT_OF_RANGE, WEBHOOK_TYPE_UNKNOWN, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async replay(em: EntityManager, wanted: WantedEvents & { id: string }, call: WebhookCall & { key: string }) {
    const { caller, key } = call;
    if (!mayManage(caller)) throw forbidden();
    const range = readWanted(wanted);
    const body = { ...range, id: wanted.id };
    const keyed = { caller: caller.id ?? '', operation: 'replayEvents', key, body };
    return em.transactional((tx) =>
      once(tx, keyed, async () => {
        const webhook = await ownOne(tx, wanted.id, caller.org);
        const [row] = (await execute<{ open: number }>(tx, OPEN, [webhook.id])).rows;
        if ((row?.open ?? 0) >= MOST_REPLAYS) throw refusals.replayLimit(MOST_REPLAYS);
        await this.#insert(tx, { ...range, webhookId: webhook.id, organizationId: caller.org });
        return webhook.id;
      }),
    );
  }

  async #insert(tx: EntityManager, range: WantedRange & { webhookId: string; organizationId: string }): Promise<void> {
    const { ids, types, from, to } = range;
    const found = await execute<{ first: bigint | null; last: bigint | null }>(tx, RANGE, [
      range.organizationId,
      ids,
      types,
      from,
      to,
    ]);
    const { first = null, last = null } = found.rows[0] ?? {};
    if (first === null || last === null) throw refusals.replayEmpty();
    const now = this.#now();
    await execute(tx, INSERT, [uuidv7(now.getTime()), range.webhookId, ids, types, first, last, now]);
  }
}
