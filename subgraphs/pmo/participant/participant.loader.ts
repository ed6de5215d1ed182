import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import type { IdKey, Page } from '../../kit/page.ts';
import { isOneOf, queriesOver, type Schema } from '../../kit/query.ts';
import { NikBirthDateStatus } from '../profile/index.ts';
import type { NikRegionStatus } from '../region/index.ts';
import { ParticipantEntity } from './participant.entity.ts';
import type { ParticipantStatus } from './participant.status.ts';
import type { ParticipantType } from './participant.type.ts';

const query = queriesOver(ParticipantEntity);

const participants = (db: Kysely<Schema<typeof ParticipantEntity>>) =>
  db
    .selectFrom('participant')
    .select(['id', 'status', 'name', 'workStatus', 'registeredAt', 'isSynthetic', 'regionCode', 'education'])
    .select(['occupation', 'isInFormalEducation', 'motivation', 'abilityScore', 'abilitySeconds', 'version'])
    .select(['phoneConfirmedAt', 'emailConfirmedAt', 'interests as interestCodes', 'nikPlace as nikRegionStatus'])
    .select('nikBirthDate');

const BY_ID = query<{ ids: readonly string[] }>()('participant-by-id', (db, { ids }) =>
  participants(db).where(isOneOf('id', ids, 'uuid')),
);

export interface ParticipantFilter {
  region: string | null;
  status: ParticipantStatus | null;
  nikRegionStatus: NikRegionStatus | null;
  nikBirthDateStatus: NikBirthDateStatus | null;
}

interface ListValues {
  after: string;
  region: string | null;
  status: ParticipantStatus | null;
  rows: number;
}

const listName = ({ region, status, nikRegionStatus, nikBirthDateStatus }: ParticipantFilter): string =>
  ['participant-list', region && 'region', status && 'status', nikRegionStatus, nikBirthDateStatus]
    .filter((part) => part !== null)
    .join('-')
    .toLowerCase();

// A statement for each combination of conditions, each with its index: one that leaves open whether a condition is set
// is planned to read the table. People whose NIK has a mark are few, and are found by the constant in the text.
const listOf = (filter: ParticipantFilter) =>
  query<ListValues>()(listName(filter), (db, { after, region, status, rows }) =>
    participants(db)
      .$if(filter.region !== null, (list) => list.where('regionCode', '=', region))
      .$if(filter.status !== null, (list) => list.where('status', '=', status))
      .$if(filter.nikRegionStatus !== null, (list) =>
        list.where('nikPlace', '=', sql.lit(filter.nikRegionStatus as NikRegionStatus)),
      )
      .$if(filter.nikBirthDateStatus === NikBirthDateStatus.DISAGREES, (list) =>
        list.where('nikBirthDate', 'is not', null),
      )
      .$if(filter.nikBirthDateStatus === NikBirthDateStatus.AGREES, (list) => list.where('nikBirthDate', 'is', null))
      .where('id', '>', after)
      .orderBy('id')
      .limit(rows),
  );

const lists = new Map<string, ReturnType<typeof listOf>>();

/** Returns the statement that lists people by these conditions. */
export const participantList = (filter: ParticipantFilter) => {
  const name = listName(filter);
  const list = lists.get(name) ?? listOf(filter);
  lists.set(name, list);
  return list;
};

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

export const participantById = (database: Database) =>
  byKey(
    (ids: string[]): Promise<ParticipantType[]> => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  );

/** A page by id, which is the order of registration; one row more than asked for tells that more follows. */
export const listParticipants = (
  database: Database,
  page: Page<IdKey>,
  filter: ParticipantFilter,
): Promise<ParticipantType[]> => {
  const { region, status } = filter;
  const after = page.after?.[0] ?? BEFORE_ALL;
  return database.read(participantList(filter), { after, region, status, rows: page.first + 1 });
};
