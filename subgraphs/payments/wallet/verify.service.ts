import type { EntityManager } from '@mikro-orm/postgresql';
import { refusedButKept, touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { type Database, execute, type Transaction } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import { uuidv7 } from '../../kit/ids.ts';
import type { Refusal } from '../../kit/refusal.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { Secret } from '../../kit/vault/secret.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { LOCK_CONDITIONS, REMEMBER_WALLETS, settle } from '../entitlement/index.ts';
import { ACCOUNTS, ATTEST, CHECKED, JUDGE, STANDING } from './verify.statement.ts';
import type { identityAttested } from './wallet.events.ts';
import { ownerOf } from './wallet.policy.ts';
import { walletPlace } from './wallet.record.ts';
import { refusals } from './wallet.refusal.ts';
import { WalletReason } from './wallet.status.ts';

/** What a partner says of an account; `nikProof` is the HMAC of its holder's NIK. */
export interface AccountFacts {
  isActive: boolean;
  nikProof: string | null;
}

/** How a partner is asked about accounts: that part of its adapter. */
export interface AccountInquirer {
  /** @throws Error when the partner does not say */
  inquireAccount(account: string, signal: AbortSignal): Promise<AccountFacts>;
}

/** Accounts that are asked about at once. */
const AT_ONCE = 10;
const TIMEOUT_MS = 10_000;

type Account = RowsOf<typeof ACCOUNTS>;
type Said = Account & AccountFacts;

const PROOF = /^[\w+/=-]{20,100}$/;

export interface VerifyOptions {
  database: Database;
  vault: Vault;
  partners: ReadonlyMap<string, AccountInquirer>;
  now: () => Date;
}

interface Run {
  run: string;
  requestId: string;
}

/** How a wallet stands; without a reason it can be paid. */
export type WalletCheck = RowsOf<typeof STANDING>;

const refusalOf = (reason: WalletReason | null): Refusal | null => {
  if (reason === WalletReason.ACCOUNT_INACTIVE) return refusals.inactive();
  if (reason === WalletReason.NIK_DIFFERENT) return refusals.mismatch();
  if (reason === WalletReason.NIK_UNPROVEN) return refusals.unproven();
  return reason === WalletReason.NIK_UNATTESTED ? refusals.unattested() : null;
};

/** What batches need of the wallets. */
export type WalletVerifier = Pick<VerifyService, 'verifyAgain'>;

/** Verifies that accounts are their participants': active, and with the NIK that pmo attests. */
export class VerifyService {
  readonly #options: VerifyOptions;

  constructor(options: VerifyOptions) {
    this.#options = options;
  }

  /**
   * Asks the partner about the caller's account, outside of any transaction, and keeps what it says; what had to wait for
   * it becomes due.
   * @returns the participant's id, and why nothing is paid to the account, which is kept all the same
   * @throws Refusal FORBIDDEN, WALLET_MISSING, WALLET_CHANGED, PARTNER_UNAVAILABLE
   */
  async verify(
    em: EntityManager,
    { caller, requestId }: { caller: Caller; requestId: string },
  ): Promise<{ participant: string; refusal: Refusal | null }> {
    const participant = ownerOf(caller);
    if (participant === null) throw refusals.forbidden();
    touched('Participant', participant);
    const accounts = await this.#options.database.rows(ACCOUNTS, [[participant]]);
    if (accounts.length === 0) throw refusals.missing();
    const said = await this.#ask(this.#options.database, accounts);
    if (said.length === 0) throw refusals.unavailable();
    return em.transactional(async (tx) => {
      await execute(tx, LOCK_CONDITIONS, [[participant]]);
      if ((await this.#keep(tx, said)).length === 0) throw refusals.changed();
      await this.#judge(tx, [participant], { run: uuidv7(), requestId });
      const [standing] = (await execute(tx, STANDING, [[participant], this.#options.now()])).rows;
      const refusal = refusalOf(standing?.reason ?? null);
      if (refusal) refusedButKept(refusal.code);
      return { participant, refusal };
    });
  }

  /**
   * Asks the partners again about the accounts of people, before they are paid: outside of any transaction, then keeps
   * what they say in one of its own. An account whose partner does not answer stays as it was.
   * @returns how each wallet stands, in order of the participant; who has none is left out
   */
  async verifyAgain(em: EntityManager, participants: readonly string[], { requestId }: { requestId: string }) {
    const { database } = this.#options;
    const said = await this.#ask(database, await database.rows(ACCOUNTS, [participants]));
    const people = said.map(({ participant }) => participant).toSorted();
    return em.transactional(async (tx) => {
      if (people.length > 0) {
        await execute(tx, LOCK_CONDITIONS, [people]);
        await this.#keep(tx, said);
        await this.#judge(tx, people, { run: uuidv7(), requestId });
      }
      return this.standingOf(tx, participants);
    });
  }

  /** How the wallets of people stand now, with their sealed numbers; without a reason they can be paid. */
  async standingOf(tx: Transaction, participants: readonly string[]): Promise<WalletCheck[]> {
    return (await execute(tx, STANDING, [participants, this.#options.now()])).rows;
  }

  /** Keeps what pmo says of people's NIKs, and decides on wallets that had to wait for it. */
  attested = async (
    em: EntityManager,
    { attestations, at }: EventData<typeof identityAttested>,
    { id: run, requestid: requestId }: ReceivedEvent,
  ): Promise<void> => {
    const holders = attestations.map(({ participant }) => participant);
    const people = [...new Set(holders)];
    await execute(em, LOCK_CONDITIONS, [people]);
    await execute(em, ATTEST, [holders, attestations.map(({ nikProof }) => nikProof), new Date(at)]);
    await this.#judge(em, people, { run, requestId });
  };

  async #judge(tx: EntityManager, participants: readonly string[], { run, requestId }: Run): Promise<void> {
    const at = this.#options.now();
    const judged = (await execute(tx, JUDGE, [participants, at])).rows;
    if (judged.length === 0) return;
    const people = judged.map(({ participant }) => participant);
    const linked = judged.map(({ linkedAt }) => linkedAt);
    const verified = judged.map(({ verifiedAt }) => verifiedAt);
    await execute(tx, REMEMBER_WALLETS, [people, linked, verified]);
    await settle(tx, { participants: people, at, run, requestId });
  }

  async #keep(tx: Transaction, said: readonly Said[]) {
    const columns = [
      said.map(({ participant }) => participant),
      said.map(({ index }) => index),
      said.map(({ isActive }) => isActive),
      said.map(({ nikProof }) => (nikProof !== null && PROOF.test(nikProof) ? nikProof : null)),
    ];
    return (await execute(tx, CHECKED, [...columns, this.#options.now()])).rows;
  }

  /** Asks about accounts, some at once. Those of which the partner does not say anything are left out. */
  async #ask(source: Database | Transaction, accounts: readonly Account[]): Promise<Said[]> {
    const sealed = accounts.map((account) => ({
      ...walletPlace(account.participant),
      kind: 'account' as const,
      sealed: account.sealed,
    }));
    const numbers = await this.#options.vault.open(source, sealed);
    const said: Said[] = [];
    const askOne = async (account: Account, index: number) => {
      const number = numbers[index];
      const partner = this.#options.partners.get(account.partner);
      if (!(number instanceof Secret) || !partner) return;
      const facts = await partner
        .inquireAccount(number.reveal(), AbortSignal.timeout(TIMEOUT_MS))
        // What a partner does not say is not known; the account stays as it is.
        .catch(() => null);
      if (facts) said.push({ ...account, isActive: facts.isActive, nikProof: facts.nikProof });
    };
    for (let from = 0; from < accounts.length; from += AT_ONCE) {
      await Promise.all(accounts.slice(from, from + AT_ONCE).map((account, index) => askOne(account, from + index)));
    }
    return said;
  }
}
