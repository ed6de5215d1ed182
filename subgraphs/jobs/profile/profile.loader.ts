import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { SkillProfileEntity } from './profile.entity.ts';

const query = queriesOver(SkillProfileEntity);

const BY_PARTICIPANT = query<{ people: readonly string[] }>()('profile-by-participant', (db, values) =>
  db
    .selectFrom('skill_profile')
    .select(['participantId', 'skills as skillCodes', 'updatedAt'])
    .where(isOneOf('participantId', values.people, 'uuid')),
);

export const profileByParticipant = (database: Database) =>
  byKey(
    (ids: string[]) => database.read(BY_PARTICIPANT, { people: ids.filter(isUuid) }),
    ({ participantId }) => participantId,
  );
