import DataLoader from 'dataloader';
import type { NotNull } from 'kysely';
import type { Database } from '../../kit/database.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import type { RequestFacts } from '../../kit/request.ts';
import type { AccessPurpose } from '../../kit/vault/access-log.ts';
import type { IdentityReads } from '../../kit/vault/identity-reads.ts';
import { Secret } from '../../kit/vault/secret.ts';
import { VaultError } from '../../kit/vault/vault.error.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { WalletEntity } from './wallet.entity.ts';
import { walletPlace } from './wallet.record.ts';

export interface NumberRead {
  participantId: string;
  purpose: AccessPurpose;
}

const query = queriesOver(WalletEntity);

const SEALED = query<{ people: readonly string[] }>()('wallet-number-by-participant', (db, values) =>
  db
    .selectFrom('wallet')
    .select(['participantId', 'sealedNumber as sealed'])
    .where(isOneOf('participantId', values.people, 'uuid'))
    .where('sealedNumber', 'is not', null)
    .$narrowType<{ sealed: NotNull }>(),
);

export interface NumberServices {
  database: Database;
  vault: Vault;
  identityReads: IdentityReads;
}

/**
 * Numbers, for callers who may read them: three statements for all wallets of a step, one of which counts the people and
 * writes the access log before anything is answered. Null where none is kept and where the person was erased, an error
 * for people beyond the caller's limit of a day.
 */
export const walletNumber = ({ database, vault, identityReads }: NumberServices, facts: RequestFacts) =>
  new DataLoader<NumberRead, Secret | null, string>(
    async (reads) => {
      const ids = [...new Set(reads.map(({ participantId }) => participantId))];
      const rows = await database.read(SEALED, { people: ids });
      const sealed = rows.map((row) => ({
        ...walletPlace(row.participantId),
        kind: 'account' as const,
        sealed: row.sealed,
      }));
      const opened = await vault.open(database, sealed);
      const found = new Map(rows.map(({ participantId }, index) => [participantId, opened[index] ?? null]));
      const shown = reads.filter(({ participantId }) => {
        const value = found.get(participantId);
        return value && !(value instanceof VaultError);
      });
      const accesses = shown.map(({ participantId, purpose }) => ({
        subjectId: participantId,
        purpose,
        fields: ['walletNumber'],
      }));
      const recorded = await identityReads.record(accesses, facts);
      return reads.map(({ participantId }) => {
        const value = found.get(participantId) ?? null;
        return value instanceof Secret && !recorded.has(participantId) ? identityReads.refusal() : value;
      });
    },
    { cacheKeyFn: ({ participantId, purpose }) => `${participantId} ${purpose}` },
  );
