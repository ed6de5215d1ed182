import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import type { IdKey, Page } from '../../kit/page.ts';
import { NikRegionStatus } from '../region/region.service.ts';
import type { ParticipantStatus, ParticipantType } from './participant.type.ts';

const columns = `id, status, name, work_status as "workStatus", registered_at as "registeredAt",
  is_synthetic as "isSynthetic", region_code as "regionCode", interests as "interestCodes", education, occupation,
  is_in_formal_education as "isInFormalEducation", motivation,
  ability_score as "abilityScore", ability_seconds as "abilitySeconds",
  nik_place as "nikRegionStatus", phone_confirmed_at as "phoneConfirmedAt", email_confirmed_at as "emailConfirmedAt", version`;

const BY_ID = { name: 'participant-by-id', text: `select ${columns} from participant where id = any($1::uuid[])` };

const wanted =
  '($1::uuid is null or id > $1) and ($2::text is null or region_code = $2) and ($3::text is null or status = $3)';

const LIST = {
  name: 'participant-list',
  text: `select ${columns} from participant where ${wanted} order by id limit $4`,
};

// Each by its own text: few people are marked, and have an index of their own.
const listOfMarked = (place: NikRegionStatus) => ({
  name: `participant-list-${place.toLowerCase()}`,
  text: `select ${columns} from participant where nik_place = '${place}' and ${wanted} order by id limit $4`,
});
const LISTS = new Map(Object.values(NikRegionStatus).map((place) => [place, listOfMarked(place)]));

export interface ParticipantFilter {
  region: string | null;
  status: ParticipantStatus | null;
  nikRegionStatus: NikRegionStatus | null;
}

export const participantById = (database: Database) =>
  byKey(
    (ids: string[]) => database.rows<ParticipantType>(BY_ID, [ids.filter(isUuid)]),
    ({ id }) => id,
  );

/** A page by id, which is the order of registration; one row more than asked for tells that more follows. */
export const listParticipants = (database: Database, page: Page<IdKey>, filter: ParticipantFilter) => {
  const { region, status, nikRegionStatus } = filter;
  const list = (nikRegionStatus && LISTS.get(nikRegionStatus)) ?? LIST;
  return database.rows<ParticipantType>(list, [page.after?.[0] ?? null, region, status, page.first + 1]);
};
