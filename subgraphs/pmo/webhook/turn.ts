import type { RowsOf } from '../../kit/statement.ts';
import type { Secret } from '../../kit/vault/secret.ts';
import { bodyOf, type NumberedFact } from '../fact/index.ts';
import type { TURNS } from './dispatch.statement.ts';
import type { Sender } from './webhook.sender.ts';
import { WebhookOutcome } from './webhook.status.ts';

/** Events that a webhook gets in a row, each after the one before was taken. */
export interface Turn {
  id: string;
  organizationId: string;
  replayId: string | null;
  url: string;
  /** The number behind which it begins. */
  position: bigint;
  /** The number that it has reached when all of `facts` are taken. */
  reach: bigint;
  failures: number;
  failingSince: Date | null;
  facts: NumberedFact[];
}

interface Try {
  webhook_id: string;
  replay_id: string | null;
  fact_id: string;
  sequence: number;
  type: string;
  number: number;
  outcome: WebhookOutcome;
  status_code: number | null;
  took_ms: number;
  at: Date;
}

/** What became of a turn, as `END_TURNS` takes it. */
interface EndedTurn {
  id: string;
  replay_id: string | null;
  begun: number;
  reached: number;
  failures: number;
  failing_since: Date | null;
  due_at: Date;
  turn_at: Date;
  is_slow: boolean;
}

export interface TurnResult {
  ended: EndedTurn;
  tries: Try[];
  /** The outcome of the last try; null when there was nothing to send. */
  last: WebhookOutcome | null;
}

/** Events of a turn at most, and numbers that it looks through. */
export const AT_ONCE = 50;
export const LOOKED_THROUGH = 1_000;
/** A turn ends after the event under way: others wait for its place. */
const TURN_MS = 5_000;
const SLOW_MS = 1_000;
const SECOND_MS = 1_000;
const HOUR_S = 3_600;
/** Seconds until the next try, by how many have failed in a row; the last one holds on. */
const WAITS_S = [1, 5, 30, 120, 600, 1_800, HOUR_S, 2 * HOUR_S, 4 * HOUR_S, 6 * HOUR_S];

/** Returns when to try again, up to a fifth earlier or later so that an outage's tries do not come back in step. */
const retryAt = (failures: number, now: Date): Date => {
  const waitS = WAITS_S[Math.min(failures, WAITS_S.length) - 1] ?? 0;
  return new Date(now.getTime() + waitS * SECOND_MS * (0.8 + 0.4 * Math.random()));
};

const factOf = (row: RowsOf<typeof TURNS>): NumberedFact[] =>
  row.factId === null
    ? []
    : [
        {
          id: row.factId,
          organizationId: row.organizationId,
          sequence: row.sequence ?? 0n,
          type: row.type ?? '',
          subject: row.subject ?? '',
          data: row.data,
          occurredAt: row.occurredAt ?? new Date(0),
        },
      ];

const least = (one: bigint, other: bigint) => (one < other ? one : other);

/** Returns the turns that rows of `TURNS` tell, in their order. */
export const turnsOf = (rows: readonly RowsOf<typeof TURNS>[]): Turn[] =>
  [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((group) => {
    const [row] = group;
    if (!row) return [];
    const facts = group.flatMap(factOf);
    // A full turn ends with its last event; otherwise none of the numbers that were looked through is left.
    const through = least(row.goal, row.position + BigInt(LOOKED_THROUGH));
    const reach = facts.length === AT_ONCE ? (facts.at(-1)?.sequence ?? through) : through;
    const { id, organizationId, replayId, url, position, failures, failingSince } = row;
    return [{ id, organizationId, replayId, url, position, reach, failures, failingSince, facts }];
  });

interface TakenTurn {
  tries: readonly Try[];
  /** The number of the last event that was taken. */
  reached: bigint;
  tookMs: number;
  at: Date;
}

/** Returns how many tries have failed in a row after a turn, and since when. */
const failingAfter = (turn: Turn, { tries, at }: TakenTurn): Pick<EndedTurn, 'failures' | 'failing_since'> => {
  const last = tries.at(-1);
  if (!last) return { failures: turn.failures, failing_since: turn.failingSince };
  if (last.outcome === WebhookOutcome.DELIVERED) return { failures: 0, failing_since: null };
  if (tries.length > 1 || turn.failures === 0) return { failures: 1, failing_since: at };
  return { failures: turn.failures + 1, failing_since: turn.failingSince };
};

const endOf = (turn: Turn, taken: TakenTurn): EndedTurn => {
  const { tries, reached, tookMs, at } = taken;
  const last = tries.at(-1)?.outcome ?? WebhookOutcome.DELIVERED;
  const hasFailed = last !== WebhookOutcome.DELIVERED;
  const isWhole = !hasFailed && tries.length === turn.facts.length;
  const failing = failingAfter(turn, taken);
  return {
    id: turn.id,
    replay_id: turn.replayId,
    begun: Number(turn.position),
    reached: Number(isWhole ? turn.reach : reached),
    ...failing,
    due_at: hasFailed ? retryAt(failing.failures, at) : at,
    turn_at: at,
    is_slow: hasFailed || (tries.length > 0 && tookMs > SLOW_MS * tries.length),
  };
};

interface TurnOptions {
  sender: Pick<Sender, 'send'>;
  secrets: readonly Secret[];
  now: () => Date;
  isStopping: () => boolean;
}

/** Sends the events of a turn, one after the other, until one fails or the time is up. It never throws. */
export const takeTurn = async (turn: Turn, { sender, secrets, now, isStopping }: TurnOptions): Promise<TurnResult> => {
  const begun = performance.now();
  const tries: Try[] = [];
  let reached = turn.position;
  let last: WebhookOutcome | null = null;
  for (const fact of turn.facts) {
    if (isStopping() || performance.now() - begun > TURN_MS) break;
    const sentAt = performance.now();
    const at = now();
    // Receivers compare it with the time of their machine, whatever the programme's time is in a sandbox.
    const sent = { url: turn.url, id: fact.id, body: bodyOf(fact), secrets, at: new Date() };
    const { outcome, statusCode } = await sender.send(sent);
    tries.push({
      webhook_id: turn.id,
      replay_id: turn.replayId,
      fact_id: fact.id,
      sequence: Number(fact.sequence),
      type: fact.type,
      number: tries.length === 0 ? turn.failures + 1 : 1,
      outcome,
      status_code: statusCode,
      took_ms: Math.round(performance.now() - sentAt),
      at,
    });
    last = outcome;
    if (outcome !== WebhookOutcome.DELIVERED) break;
    reached = fact.sequence;
  }
  return { ended: endOf(turn, { tries, reached, tookMs: performance.now() - begun, at: now() }), tries, last };
};
