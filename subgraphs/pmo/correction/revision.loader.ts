import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { pagesByParent } from '../../kit/loader.ts';
import type { RequestFacts } from '../../kit/request.ts';
import type { AccessPurpose } from '../../kit/vault/access-log.ts';
import type { IdentityReads } from '../../kit/vault/identity-reads.ts';
import { MASK } from '../../kit/vault/secret.ts';
import { VaultError } from '../../kit/vault/vault.error.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { protectedValues } from './correction.ts';
import { type FormerValues, revisionPlace, unpackFormer } from './revision.record.ts';
import type { FormerValueType, ParticipantRevisionType } from './revision.type.ts';

/** Key of the list: the version that was replaced. */
export type RevisionKey = [number];

const ABOVE_ALL = 2_147_483_647;

const PAGE = {
  name: 'revisions-by-participant',
  text: `select page.* from unnest($1::uuid[]) as person (id) cross join lateral (
      select participant_id as "participantId", version, changed_at as "changedAt", reason, fields, sealed,
        case when changed_by = participant_id::text then 'SELF' else 'OFFICER' end as "changedBy"
      from participant_revision where participant_id = person.id and version < $2::int order by version desc limit $3
    ) page`,
};

/** Pages of corrections by participant, newest first: one statement. */
export const revisionsByParticipant = (database: Database) =>
  pagesByParent<RevisionKey, ParticipantRevisionType>(
    (people, page) => {
      const values = [people.filter(isUuid), page.after?.[0] ?? ABOVE_ALL, page.first + 1];
      return database.rows<ParticipantRevisionType>(PAGE, values);
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
      const isOpen = (at: number) => opened[at] !== null && !(opened[at] instanceof VaultError);
      const recorded = await identityReads.record(accessesOf(reads.filter((_, at) => isOpen(at))), facts);
      return reads.map((read, at) => {
        const value = opened[at] ?? null;
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
