import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { pagesByParent } from '../../kit/loader.ts';
import { type PageValues, pageOfChildren, queriesOver } from '../../kit/query.ts';
import type { RequestFacts } from '../../kit/request.ts';
import type { AccessPurpose } from '../../kit/vault/access-log.ts';
import type { IdentityReads } from '../../kit/vault/identity-reads.ts';
import { MASK } from '../../kit/vault/secret.ts';
import { VaultError } from '../../kit/vault/vault.error.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { ParticipantRevisionEntity } from './correction.entity.ts';
import { protectedValues } from './correction.ts';
import { type FormerValues, revisionPlace, unpackFormer } from './revision.record.ts';
import { type FormerValueType, type ParticipantRevisionType, RevisionAuthor } from './revision.type.ts';

/** Key of the list: the version that was replaced. */
export type RevisionKey = [number];

const ABOVE_ALL = 2_147_483_647;

const PAGE = queriesOver(ParticipantRevisionEntity)<PageValues>()('revisions-by-participant', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'participant_revision.version',
    of: (person) =>
      db
        .selectFrom('participant_revision')
        .select(['participantId', 'version', 'changedAt', 'reason', 'fields', 'sealed'])
        .select((eb) => {
          const isOwn = eb('changedBy', '=', sql<string>`participant_id::text`);
          const author = eb.case().when(isOwn).then(sql.lit(RevisionAuthor.SELF)).else(sql.lit(RevisionAuthor.OFFICER));
          return author.end().as('changedBy');
        })
        .where('participantId', '=', person),
  }),
);

/** Pages of corrections by participant, newest first: one statement. */
export const revisionsByParticipant = (database: Database) =>
  pagesByParent<RevisionKey, ParticipantRevisionType>(
    (people, page) => {
      const before = String(page.after?.[0] ?? ABOVE_ALL);
      return database.read(PAGE, { parents: people.filter(isUuid), before, rows: page.first + 1 });
    },
    ({ participantId }) => participantId,
  );

export interface FormerRead {
  revision: Pick<ParticipantRevisionType, 'participantId' | 'version' | 'fields' | 'sealed'>;
  isMasked: boolean;
  purpose: AccessPurpose;
}

const isProtected = (field: string) => protectedValues.includes(field);

const showsIdentity = ({ isMasked, revision }: FormerRead) => !isMasked && revision.fields.some(isProtected);

/** What is shown of each person, for each purpose, as one entry of the access log. */
const accessesOf = (reads: readonly FormerRead[]) => {
  const shown = reads.filter(showsIdentity);
  const groups = Map.groupBy(shown, ({ revision, purpose }) => `${purpose} ${revision.participantId}`);
  return [...groups.values()].map((group) => {
    const [{ revision, purpose }] = group as [FormerRead];
    const fields = new Set(group.flatMap((read) => read.revision.fields.filter(isProtected)));
    return { subjectId: revision.participantId, purpose, fields: [...fields].map((field) => `revisions.${field}`) };
  });
};

const shownOf = (former: FormerValues, isMasked: boolean): FormerValueType[] =>
  Object.entries(former).map(([field, value]) => {
    const hides = isMasked && isProtected(field);
    return { field, value: hides ? MASK : value, isMasked: hides };
  });

export interface RevisionServices {
  database: Database;
  vault: Vault;
  identityReads: IdentityReads;
}

/**
 * What corrections replaced: two statements for all of a step, of which one counts the people and writes the access log
 * before anything is answered, when identity values are shown. Null where the person was erased, an error for people
 * beyond the caller's limit of a day.
 */
export const formerValuesOf = ({ database, vault, identityReads }: RevisionServices, facts: RequestFacts) =>
  new DataLoader<FormerRead, FormerValueType[] | null, string>(
    async (reads) => {
      const rows = reads.map(({ revision: { participantId, version, sealed } }) => {
        return { ...revisionPlace(participantId, version), kind: 'revision' as const, sealed };
      });
      const opened = await vault.open(database, rows);
      const isOpen = (index: number) => opened[index] !== null && !(opened[index] instanceof VaultError);
      const recorded = await identityReads.record(accessesOf(reads.filter((_, index) => isOpen(index))), facts);
      return reads.map((read, index) => {
        const value = opened[index] ?? null;
        if (value === null || value instanceof VaultError) return value;
        if (showsIdentity(read) && !recorded.has(read.revision.participantId)) return identityReads.refusal();
        return shownOf(unpackFormer(value), read.isMasked);
      });
    },
    {
      cacheKeyFn: ({ revision, isMasked, purpose }) =>
        `${revision.participantId} ${revision.version} ${isMasked} ${purpose}`,
    },
  );

export const revisionLoaders = (services: RevisionServices, facts: RequestFacts) => ({
  revisions: revisionsByParticipant(services.database),
  formerValues: formerValuesOf(services, facts),
});

export type RevisionLoaders = ReturnType<typeof revisionLoaders>;
