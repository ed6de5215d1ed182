import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { execute } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import { Secret } from '../../kit/vault/secret.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { END_TURNS, IS_DUE, SECRETS, TURNS } from './dispatch.statement.ts';
import { KIND, placeOf } from './secret.ts';
import { AT_ONCE, LOOKED_THROUGH, type Turn, type TurnResult, takeTurn, turnsOf } from './turn.ts';
import type { Sender } from './webhook.sender.ts';
import { WebhookOutcome, WebhookPause } from './webhook.status.ts';

export interface DispatcherOptions extends Pick<Kit, 'database' | 'log' | 'now'> {
  vault: Vault;
  sender: Sender;
  /** Ends deliveries to a webhook, and tells its organisation. */
  pause(id: string, because: WebhookPause.FAILING | WebhookPause.GONE): Promise<void>;
}

// Of the advisory locks of this database: each kind of work has one of its own.
const LOCK_CLASS = 12_002;
/** One process at a time sends; it holds one connection of the database for all of its turns. */
const ALL = 0;
const MOST_TURNS = 200;
/** Turns of webhooks that were slow or failed; the others' are free for those that are not. */
const MOST_SLOW = 100;
const LOOK_MS = 250;
/** Turns that end together are written down together. */
const GATHER_MS = 10;
const STOP_MS = 12_000;
const FAILS_FOR_MS = 3 * 86_400_000;

/** Sends events to webhooks: to each in its order, to all at once, whichever is slow. */
export class Dispatcher extends FencedWork {
  readonly #options: DispatcherOptions;
  readonly #turns = new Map<string, { isSlow: boolean; ended: Promise<void> }>();
  #results: TurnResult[] = [];
  #changed = Promise.withResolvers<void>();
  #isEnding = false;

  constructor(options: DispatcherOptions) {
    const { database, log, now } = options;
    const waiting = async () => {
      const { rows } = await database.pool.query<{ isDue: boolean }>(IS_DUE, [now()]);
      return rows[0]?.isDue ? [ALL] : [];
    };
    const advance = (client: PoolClient) => this.#advance(client);
    super({ name: 'webhooks', lockClass: LOCK_CLASS, database, log, waiting, advance });
    this.#options = options;
  }

  /** Looks for what is due, now. */
  wake(): void {
    this.#changed.resolve();
    if (!this.#isEnding) void this.work(ALL);
  }

  /** Ends after the event that each webhook is getting, at most ten seconds later, with all tries written down. */
  override async stop(): Promise<void> {
    this.#isEnding = true;
    const until = performance.now() + STOP_MS;
    while ((this.#turns.size > 0 || this.#results.length > 0) && performance.now() < until) await delay(GATHER_MS);
    await super.stop();
    await this.#options.sender.close();
  }

  /** Writes down what has ended, begins what is due and waits for a change. False when there is nothing to do. */
  async #advance(client: PoolClient): Promise<boolean> {
    await this.#writeDown(client);
    const begun = this.#isEnding ? 0 : await this.#begin(client);
    if (begun === 0 && this.#turns.size === 0 && this.#results.length === 0) return false;
    await Promise.race([this.#changed.promise, delay(LOOK_MS)]);
    await delay(GATHER_MS);
    this.#changed = Promise.withResolvers<void>();
    return true;
  }

  async #writeDown(client: PoolClient): Promise<void> {
    // A copy: more turns end while these are written down.
    const results = [...this.#results];
    if (results.length === 0) return;
    const ended = JSON.stringify(results.map((result) => result.ended));
    await execute(client, END_TURNS, [ended, JSON.stringify(results.flatMap(({ tries }) => tries))]);
    this.#results = this.#results.slice(results.length);
    for (const { ended } of results) this.#turns.delete(ended.id);
    await this.#pauseFailing(results);
  }

  async #pauseFailing(results: readonly TurnResult[]): Promise<void> {
    for (const { ended, last } of results) {
      if (last === WebhookOutcome.GONE) await this.#options.pause(ended.id, WebhookPause.GONE);
      const since = ended.failing_since?.getTime() ?? Number.POSITIVE_INFINITY;
      if (ended.turn_at.getTime() - since >= FAILS_FOR_MS) await this.#options.pause(ended.id, WebhookPause.FAILING);
    }
  }

  async #begin(client: PoolClient): Promise<number> {
    const { now } = this.#options;
    const slow = [...this.#turns.values()].filter(({ isSlow }) => isSlow).length;
    const free = MOST_TURNS - this.#turns.size;
    if (free <= 0) return 0;
    const values = [now(), [...this.#turns.keys()], free, Math.max(0, MOST_SLOW - slow), AT_ONCE, LOOKED_THROUGH];
    const turns = turnsOf((await execute(client, TURNS, values)).rows);
    if (turns.length === 0) return 0;
    const secrets = await this.#secretsOf(client, turns);
    for (const turn of turns) this.#take(turn, secrets.get(turn.id) ?? []);
    return turns.length;
  }

  #take(turn: Turn, secrets: readonly Secret[]): void {
    const { sender, now } = this.#options;
    const isStopping = () => this.#isEnding;
    const ended = takeTurn(turn, { sender, secrets, now, isStopping }).then((result) => {
      this.#results.push(result);
      this.#changed.resolve();
    });
    this.#turns.set(turn.id, { isSlow: turn.failures > 0, ended });
  }

  async #secretsOf(client: PoolClient, turns: readonly Turn[]): Promise<Map<string, Secret[]>> {
    const { vault, now } = this.#options;
    const { rows } = await execute(client, SECRETS, [turns.map(({ id }) => id), now()]);
    const sealed = rows.map(({ id, organizationId, sealed }) => ({
      ...placeOf(organizationId, id),
      kind: KIND,
      sealed,
    }));
    const opened = await vault.open(client, sealed);
    const pairs = rows.flatMap(({ webhookId }, index) => {
      const secret = opened[index];
      return secret instanceof Secret ? [{ webhookId, secret }] : [];
    });
    const grouped = Map.groupBy(pairs, ({ webhookId }) => webhookId);
    return new Map([...grouped].map(([id, group]) => [id, group.map(({ secret }) => secret)]));
  }
}
