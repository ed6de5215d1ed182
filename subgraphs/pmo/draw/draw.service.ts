import type { ClientBase, Pool } from 'pg';
import { execute } from '../../kit/database.ts';
import { tranchesOf } from '../tranche/index.ts';
import { dueSignature } from './beacon.ts';
import { type DrawResult, type FrozenDraw, statements } from './draw.statement.ts';
import type { EntryList } from './engine/index.ts';
import { type Connections, type FreezeOptions, freezeEntries } from './freeze.ts';
import { selectWinners } from './selection.ts';
import { ROSTER } from './witness/witness.statement.ts';

export interface DrawOptions extends FreezeOptions {
  /** The notice of a wave that has witnesses, where it is another one. */
  watchedNoticeSeconds?: number;
  /** A real draw: a wave that nobody witnesses is not frozen. */
  needsWitnesses?: boolean;
  /** Pool for connections that read beside the freeze. */
  pool?: Pool;
}

const UNSCREENED = new Set(['PLANNED', 'OPEN', 'CLOSED']);

const inTransaction = async <T>(client: ClientBase, work: () => Promise<T>): Promise<T> => {
  await client.query('begin');
  try {
    // A wave of millions takes seconds; the limit of a request is no limit here.
    await client.query('set local statement_timeout = 0');
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};

/**
 * Works with a second connection when the pool has one to spare. It is never waited for: those who hold the others may
 * wait for the freeze.
 */
const withSpare = async <T>(pool: Pool | undefined, work: (spare: ClientBase[]) => Promise<T>): Promise<T> => {
  const hasSpare = pool && (pool.idleCount > 0 || pool.totalCount < pool.options.max);
  if (!hasSpare) return work([]);
  const spare = await pool.connect();
  try {
    return await work([spare]);
  } finally {
    spare.release();
  }
};

const readFrozen = async (client: ClientBase, wave: number) =>
  (await execute(client, statements.frozen, [wave])).rows[0] ?? null;

const readResult = async (client: ClientBase, wave: number) =>
  (await execute(client, statements.result, [wave])).rows[0] ?? null;

const isFinal = async (client: ClientBase, wave: number, attempt: number): Promise<boolean> =>
  (await execute(client, statements.final, [wave, attempt])).rows[0]?.isFinal ?? false;

/**
 * The verifiable draw (docs/adr/0010, 0050). An auditor reads on in this order: freeze.ts with checkpoint.ts, seed.ts with beacon.ts, selection.ts,
 * proof.service.ts, published-list.ts; reference.ts says the same in plain code, and engine/ makes it fast. Both steps
 * take a connection of their own that is not in a transaction, are one transaction each, and return what is stored when
 * they are called again, also after a kill.
 */
export class DrawService {
  readonly #options: DrawOptions;
  /** The list that this process froze last, until it is drawn: 18 bytes an entry, and not read again. */
  #last: { root: string; list: EntryList } | null = null;

  constructor(options: DrawOptions) {
    this.#options = options;
  }

  /**
   * Freezes the eligible entries of a screened wave: Merkle root, quotas by region and the number
   * of a future round of the beacon, all in one checkpoint.
   * @throws Error when the wave is unknown, not screened, or has no quota
   */
  async freeze(client: ClientBase, wave: number): Promise<FrozenDraw> {
    return withSpare(this.#options.pool, (spare) =>
      inTransaction(client, () => this.#freeze([client, ...spare], wave)),
    );
  }

  async #freeze(connections: Connections, wave: number): Promise<FrozenDraw> {
    const [client] = connections;
    const found = await execute(client, statements.wave, [wave]);
    const { status, quota = null, policy = '' } = found.rows[0] ?? {};
    const voids = (await execute(client, statements.voids, [wave])).rows[0]?.count ?? 0;
    const existing = await readFrozen(client, wave);
    if (existing && existing.attempt > voids) return existing;
    if (status === undefined) throw new Error(`there is no wave ${wave}`);
    if (UNSCREENED.has(status)) throw new Error(`wave ${wave} is ${status}, not screened: nothing can be frozen`);
    if (quota === null) throw new Error(`wave ${wave} has no quota: nothing can be drawn`);
    const roster = await this.#roster(client, wave);
    const { noticeSeconds, watchedNoticeSeconds = noticeSeconds } = this.#options;
    const isWatched = roster.threshold > 0;
    const settings = { ...this.#options, noticeSeconds: isWatched ? watchedNoticeSeconds : noticeSeconds };
    const plan = { wave, attempt: voids + 1, quota, policy, tranches: await tranchesOf(client, wave) };
    const list = await freezeEntries(connections, { ...plan, ...roster }, settings);
    const stored = (await readFrozen(client, wave)) as FrozenDraw;
    this.#last = { root: stored.root.toString('hex'), list };
    return stored;
  }

  /** @throws Error in production for a wave that nobody witnesses */
  async #roster(client: ClientBase, wave: number) {
    const [roster] = (await execute(client, ROSTER, [wave])).rows;
    if (!roster && this.#options.needsWitnesses) throw new Error(`wave ${wave} has no witnesses: see setDrawWitnesses`);
    return { threshold: roster?.threshold ?? 0, witnesses: roster?.keys ?? [] };
  }

  /**
   * Draws a frozen wave: ranks every entry and writes the winners.
   * @returns null while the round of the beacon is in the future, and while too few witnesses have signed
   * @throws Error when the wave is not frozen, the beacon fails, or its round is overdue
   */
  async draw(client: ClientBase, wave: number): Promise<DrawResult | null> {
    const frozen = await readFrozen(client, wave);
    if (!frozen) throw new Error(`wave ${wave} is not frozen`);
    const existing = await readResult(client, wave);
    if (existing) return existing;
    const { beacon, now } = this.#options;
    if (frozen.beaconChain !== beacon.chain.hash) throw new Error(`wave ${wave} waits for another beacon chain`);
    if (!(await isFinal(client, wave, frozen.attempt))) return null;
    const beaconSignature = await dueSignature(beacon, frozen.beaconRound, now());
    if (!beaconSignature) return null;
    return inTransaction(client, async () => {
      await client.query(statements.lock, [wave]);
      const first = await readResult(client, wave);
      if (first) return first;
      if (!(await isFinal(client, wave, frozen.attempt))) return null;
      // The root names the list: one of a freeze that did not commit has another.
      const list = this.#last?.root === frozen.root.toString('hex') ? this.#last.list : null;
      this.#last = null;
      await selectWinners(client, { wave, frozen, list }, { beaconSignature, drawnAt: now() });
      return readResult(client, wave);
    });
  }
}
