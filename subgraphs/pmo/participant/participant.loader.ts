import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import type { IdKey, Page } from '../../kit/page.ts';
import { isOneOf, queriesOver, type Schema } from '../../kit/query.ts';
import { NikBirthDateStatus } from '../profile/index.ts';
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
    .select(['phoneConfirmedAt', 'emailConfirmedAt', 'interests as interestCodes', 'nikPlace as nikRegionStatus'])
    .select('nikBirthDate');

const BY_ID = query<{ ids: readonly string[] }>()('participant-by-id', (db, { ids }) =>
  participants(db).where(isOneOf('id', ids, 'uuid')),
);

interface ListValues {
  after: string | null;
  region: string | null;
  status: ParticipantStatus | null;
  rows: number;
}

type NikMarks = Pick<ParticipantFilter, 'nikRegionStatus' | 'nikBirthDateStatus'>;

const listName = ({ nikRegionStatus, nikBirthDateStatus }: NikMarks): string =>
  ['participant-list', nikRegionStatus, nikBirthDateStatus]
    .filter((part) => part !== null)
    .join('-')
    .toLowerCase();

// People whose NIK has such a mark are few, and have an index of their own: it is found by the constant in the text.
const listOf = (marks: NikMarks) =>
  query<ListValues>()(listName(marks), (db, { after, region, status, rows }) =>
    participants(db)
      .$if(marks.nikRegionStatus !== null, (list) =>
        list.where('nikPlace', '=', sql.lit(marks.nikRegionStatus as NikRegionStatus)),
      )
      .$if(marks.nikBirthDateStatus === NikBirthDateStatus.DISAGREES, (list) =>
        list.where('nikBirthDate', 'is not', null),
      )
      .$if(marks.nikBirthDateStatus === NikBirthDateStatus.AGREES, (list) => list.where('nikBirthDate', 'is', null))
      .where((eb) => eb.or([sql<boolean>`${after}::uuid is null`, eb('id', '>', after)]))
      .where((eb) => eb.or([sql<boolean>`${region}::text is null`, eb('regionCode', '=', region)]))
      .where((eb) => eb.or([sql<boolean>`${status}::text is null`, eb('status', '=', status)]))
      .orderBy('id')
      .limit(rows),
  );

const LISTS = new Map(
  [null, ...Object.values(NikRegionStatus)]
    .flatMap((nikRegionStatus) =>
      [null, ...Object.values(NikBirthDateStatus)].map((nikBirthDateStatus) => ({
        nikRegionStatus,
        nikBirthDateStatus,
      })),
    )
    .map((marks) => [listName(marks), listOf(marks)]),
);

export interface ParticipantFilter {
  region: string | null;
  status: ParticipantStatus | null;
  nikRegionStatus: NikRegionStatus | null;
  nikBirthDateStatus: NikBirthDateStatus | null;
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
  { region, status, ...marks }: ParticipantFilter,
): Promise<ParticipantType[]> => {
  const list = LISTS.get(listName(marks));
  if (!list) throw new Error(`no list of participants is named ${listName(marks)}`);
  return database.read(list, { after: page.after?.[0] ?? null, region, status, rows: page.first + 1 });
};
