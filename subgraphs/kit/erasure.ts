import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from './database.ts';
import type { Kit } from './feature.ts';
import type { Vault } from './vault/vault.ts';

type ErasureServices = Pick<Kit, 'erasure'> & { vault?: Vault };

/**
 * Returns what erases people in a transaction: destroys their keys, where the subgraph has a vault, and runs what each
 * feature states for its tables, one statement a table, however many people. A second time changes nothing.
 */
export const eraser =
  ({ vault, erasure }: ErasureServices) =>
  async (tx: EntityManager, { participants }: { participants: readonly string[] }): Promise<void> => {
    // In one order, so that two events that name the same people wait for one another instead of locking crosswise.
    const ids = [...new Set(participants)].sort();
    await vault?.erase(tx, ids);
    for (const statement of erasure) await execute(tx, statement, [ids]);
  };
