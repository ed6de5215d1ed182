import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import type { RequestFacts } from '../../kit/request.ts';
import type { AccessPurpose } from '../../kit/vault/access-log.ts';
import type { IdentityReads } from '../../kit/vault/identity-reads.ts';
import { Secret } from '../../kit/vault/secret.ts';
import { VaultError } from '../../kit/vault/vault.error.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { ParticipantIdentityEntity } from './identity.entity.ts';
import { type IdentityField, type IdentityRecord, identityPlace, unpackIdentity } from './identity.record.ts';

export interface IdentityRead {
  participantId: string;
  field: IdentityField;
  purpose: AccessPurpose;
}

type RecordOrError = IdentityRecord | VaultError | null;

const BY_PARTICIPANT = queriesOver(ParticipantIdentityEntity)<{ ids: readonly string[] }>()(
  'identity-by-participant',
  (db, { ids }) =>
    db
      .selectFrom('participant_identity')
      .select(['participantId', 'sealed'])
      .where(isOneOf('participantId', ids, 'uuid')),
);

const readRecords = async ({ database, vault }: { database: Database; vault: Vault }, ids: readonly string[]) => {
  const rows = await database.read(BY_PARTICIPANT, { ids });
  const sealed = rows.map((row) => {
    const place = identityPlace(row.participantId);
    return { ...place, kind: 'identity' as const, sealed: row.sealed };
  });
  const opened = await vault.open(database, sealed);
  const found = opened.map((value) => (value && !(value instanceof VaultError) ? unpackIdentity(value) : value));
  return new Map<string, RecordOrError>(rows.map(({ participantId }, index) => [participantId, found[index] ?? null]));
};

const valueIn = (found: RecordOrError | undefined, field: IdentityField): Secret | Error | null =>
  found instanceof VaultError ? found : (found?.[field] ?? null);

/** What is read of each person, for each purpose, as one entry of the access log. */
const accessesOf = (reads: readonly IdentityRead[]) => {
  const groups = Map.groupBy(reads, ({ participantId, purpose }) => `${purpose} ${participantId}`);
  return [...groups.values()].map((group) => {
    const { participantId, purpose } = group[0] as IdentityRead;
    return { subjectId: participantId, purpose, fields: [...new Set(group.map(({ field }) => field))] };
  });
};

export interface IdentityServices {
  database: Database;
  vault: Vault;
  identityReads: IdentityReads;
}

/**
 * Protected values, for callers who may read them: three statements for all people and fields of a step, one of which
 * counts the people and writes the access log before anything is answered. Null where nothing was given and where the
 * person was erased, an error for people beyond the caller's limit of a day.
 */
export const identityField = (services: IdentityServices, facts: RequestFacts) =>
  new DataLoader<IdentityRead, Secret | null, string>(
    async (reads) => {
      const found = await readRecords(services, [...new Set(reads.map(({ participantId }) => participantId))]);
      const values = reads.map(({ participantId, field }) => valueIn(found.get(participantId), field));
      const shown = reads.filter((_, index) => values[index] && !(values[index] instanceof Error));
      const recorded = await services.identityReads.record(accessesOf(shown), facts);
      return values.map((value, index) => {
        const { participantId } = reads[index] as IdentityRead;
        return value instanceof Secret && !recorded.has(participantId) ? services.identityReads.refusal() : value;
      });
    },
    { cacheKeyFn: ({ participantId, field, purpose }) => `${participantId} ${field} ${purpose}` },
  );

export const identityLoaders = (services: IdentityServices, facts: RequestFacts) => ({
  identityField: identityField(services, facts),
});

export type IdentityLoaders = ReturnType<typeof identityLoaders>;
