import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import type { SkillProfileType } from './profile.type.ts';

const BY_PARTICIPANT = {
  name: 'profile-by-participant',
  text: `select participant_id as "participantId", skills as "skillCodes", updated_at as "updatedAt"
    from skill_profile where participant_id = any($1::uuid[])`,
};

export const profileByParticipant = (database: Database) =>
  byKey(
    (ids: string[]) => database.rows<SkillProfileType>(BY_PARTICIPANT, [ids.filter(isUuid)]),
    ({ participantId }) => participantId,
  );
