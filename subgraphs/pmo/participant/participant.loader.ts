import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import type { IdKey, Page } from '../../kit/page.ts';
import { isOneOf, queriesOver, type Schema } from '../../kit/query.ts';
import { NikRegionStatus } from '../region/index.ts';
import { ParticipantEntity } from './participant.entity.ts';
import type { ParticipantStatus } from './participant.status.ts';
import type { ParticipantType } from './participant.type.ts';

const query = queriesOver(ParticipantEntity);

const participants = (db: Kysely<Schema<typeof ParticipantEntity>>) =>
  db
    .selectFrom('participant')
    .select(['id', 'status', 'name', 'workStatus', 'registeredAt', 'isSynthetic', 'regionCode', 'education'])
    .select(['occupation', 'isInFormalEducation', 'motivation', 'abilityScore', 'abilitySeconds', 'version'])
    .select(['phoneConfirmedAt', 'emailConfirmedAt', 'interests as interestCodes', 'nikPlace as nikRegionStatus']);

const BY_ID = query<{ ids: readonly string[] }>()('participant-by-id', (db, { ids }) =>
  participants(db).where(isOneOf('id', ids, 'uuid')),
);

interface ListValues {
  after: string | null;
  region: string | null;
  status: ParticipantStatus | null;
  rows: number;
}

// People whose NIK names such a place are few, and have an index of their own: it is found by the constant in the text.
const listOf = (name: string, place: NikRegionStatus | null) =>
  query<ListValues>()(name, (db, { after, region, status, rows }) =>
    participants(db)
      .$if(place !== null, (list) => list.where('nikPlace', '=', sql.lit(place as NikRegionStatus)))
      .where((eb) => eb.or([sql<boolean>`${after}::uuid is null`, eb('id', '>', after)]))
      .where((eb) => eb.or([sql<boolean>`${region}::text is null`, eb('regionCode', '=', region)]))
      .where((eb) => eb.or([sql<boolean>`${status}::text is null`, eb('status', '=', status)]))
      .orderBy('id')
      .limit(rows),
  );

const LIST = listOf('participant-list', null);
const LISTS = new Map(
  Object.values(NikRegionStatus).map((place) => [place, listOf(`participant-list-${place.toLowerCase()}`, place)]),
);

export interface ParticipantFilter {
  region: string | null;
  status: ParticipantStatus | null;
  nikRegionStatus: NikRegionStatus | null;
}

export const participantById = (database: Database) =>
  byKey(
    (ids: string[]): Promise<ParticipantType[]> => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  );

/** A page by id, which is the order of registration; one row more than asked for tells that more follows. */
export const listParticipants = (
  database: Database,
  page: Page<IdKey>,
  { region, status, nikRegionStatus }: ParticipantFilter,
): Promise<ParticipantType[]> => {
  const list = (nikRegionStatus && LISTS.get(nikRegionStatus)) ?? LIST;
  return database.read(list, { after: page.after?.[0] ?? null, region, status, rows: page.first + 1 });
};
