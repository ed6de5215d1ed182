import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import { byKey } from '../../kit/loader.ts';
import { column, statement } from '../../kit/statement.ts';
import type { SkillProofType } from './profile.type.ts';

// Levels by rank, so that the highest of a skill's certificates is found.
const PROOFS = statement(
  'skill-proofs',
  {
    participantId: column.uuid,
    skillCode: column.text,
    level: column.text.orNull,
    certificateIds: column.uuidArray,
    provedAt: column.timestamptz,
  },
  `select participant_id as "participantId", skill as "skillCode",
      (array['BASIC', 'INTERMEDIATE', 'ADVANCED'])[max(array_position(array['BASIC', 'INTERMEDIATE', 'ADVANCED'], level))] as level,
      array_agg(certificate_id order by issued_at, certificate_id) as "certificateIds", max(issued_at) as "provedAt"
    from profile_certificate cross join lateral unnest(skills, levels) as proved (skill, level)
    where participant_id = any($1::uuid[]) and issued_at is not null and revoked_at is null
    group by participant_id, skill order by participant_id, skill`,
);

/** What proves each skill of many people, in order of code. */
export const proofsByParticipant = (database: Database) =>
  new DataLoader<string, SkillProofType[]>(async (people) => {
    const byPerson = Map.groupBy(await database.rows(PROOFS, [people]), ({ participantId }) => participantId);
    return people.map((id) => byPerson.get(id) ?? []);
  });

const REGIONS = statement(
  'findable-regions',
  { participantId: column.uuid, code: column.text },
  `select distinct on (participant_id) participant_id as "participantId", region_code as code from consent
    where participant_id = any($1::uuid[]) and purpose = 'JOB_MATCHING' and withdrawn_at is null and until > $2::timestamptz
    order by participant_id, id desc`,
);

/** Reads where people live whom some portal may find now, as they said with their newest consent; null for the others. */
export const findableRegions = (database: Database, now: () => Date) =>
  byKey(
    (people: string[]) => database.rows(REGIONS, [people, now()]),
    ({ participantId }) => participantId,
  );
