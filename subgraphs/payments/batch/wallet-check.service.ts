import type { EntityManager } from '@mikro-orm/postgresql';
import { type Database, execute } from '../../kit/database.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import type { Logger } from '../../kit/log.ts';
import { holdWallets, RejectionReason } from '../disbursement/index.ts';
import type { WalletVerifier } from '../wallet/index.ts';
import { END_CHECKS, IS_ANY_DUE, TAKE_WALLETS } from './wallet-check.statement.ts';
import { noteWithheld } from './withheld.service.ts';

/** People of one turn, and of one call of the wallets; each call asks about some accounts at once. */
const AT_ONCE = 200;
const OF_A_CALL = 50;
/** A partner that says nothing is asked again after a pause; in the end its accounts leave the batch. */
const MOST_ATTEMPTS = 5;
const PAUSE_MS = 30_000;
/** There is one sequence of work. */
const ALL = 0;
// "walt", for the first half of an advisory lock's key.
const LOCK_CLASS = 0x77_61_6c_74;

export interface WalletCheckNeeds {
  database: Database;
  walletChecks: WalletVerifier;
  log: Pick<Logger, 'error'>;
  now: () => Date;
  pauseMs?: number;
}

interface BatchInquiry {
  batch: string;
  participant: string;
}

/**
 * Asks the partners again about the accounts of new batches, after their commit and in no transaction. What cannot be
 * paid leaves its batch as WALLET_HELD, until the account is mended.
 */
export class BatchWalletCheck extends FencedWork {
  readonly #needs: WalletCheckNeeds;

  constructor(needs: WalletCheckNeeds) {
    const { database, log, now } = needs;
    super({
      name: 'accounts of batches',
      lockClass: LOCK_CLASS,
      database,
      log,
      waiting: async () => ((await database.rows(IS_ANY_DUE, [now()]))[0]?.isDue ? [ALL] : []),
      advance: () => this.#advance(),
    });
    this.#needs = needs;
  }

  async #advance(): Promise<boolean> {
    const { database, now, pauseMs = PAUSE_MS } = this.#needs;
    const at = now();
    const taken = await database.rows(TAKE_WALLETS, [at, AT_ONCE, new Date(at.getTime() + pauseMs)]);
    const payable = await this.#ask([...new Set(taken.map(({ participant }) => participant))]);
    await database.orm.em.fork().transactional((tx) => this.#end(tx, taken, payable));
    return taken.length === AT_ONCE;
  }

  /** Returns who can be paid, by what their partners say now or, where they say nothing, said before. */
  async #ask(people: readonly string[]): Promise<ReadonlySet<string>> {
    const { database, walletChecks } = this.#needs;
    const calls = Array.from({ length: Math.ceil(people.length / OF_A_CALL) }, (_, index) =>
      people.slice(index * OF_A_CALL, (index + 1) * OF_A_CALL),
    );
    const requestId = 'batch-wallets';
    const standing = await Promise.all(
      calls.map((some) => walletChecks.verifyAgain(database.orm.em.fork(), some, { requestId })),
    );
    return new Set(standing.flat().flatMap(({ participant, reason }) => (reason === null ? [participant] : [])));
  }

  async #end(tx: EntityManager, asked: readonly BatchInquiry[], payable: ReadonlySet<string>): Promise<void> {
    const at = this.#needs.now();
    const columns = [
      asked.map(({ batch }) => batch),
      asked.map(({ participant }) => participant),
      asked.map(({ participant }) => payable.has(participant)),
    ];
    const ended = (await execute(tx, END_CHECKS, [...columns, MOST_ATTEMPTS])).rows;
    const held = Map.groupBy(
      ended.filter(({ isHeld }) => isHeld),
      ({ batch }) => batch,
    );
    for (const [batch, some] of held) {
      const participants = some.map(({ participant }) => participant);
      const ids = await holdWallets(tx, { batch, participants }, at);
      const because = RejectionReason.WALLET_HELD;
      await noteWithheld(
        tx,
        ids.map((id) => ({ id, batch, because })),
        at,
      );
    }
  }
}
