import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { Vault } from '../../kit/vault/vault.ts';

const FORGET = 'delete from wallet where participant_id = any($1::uuid[])';

/** Forgets people. What they were granted and paid stays, under the id alone: the ledger is never changed. */
export class EraseService {
  readonly #vault: Vault;

  constructor({ vault }: { vault: Vault }) {
    this.#vault = vault;
  }

  /** Destroys their keys and removes their wallets: two statements, however many people. Once more changes nothing. */
  erase = async (em: EntityManager, { participants }: { participants: readonly string[] }): Promise<void> => {
    // In one order, so that two events that name the same people wait for one another instead of locking crosswise.
    const ids = [...new Set(participants)].sort();
    await this.#vault.erase(em, ids);
    await execute(em, FORGET, [ids]);
  };
}
