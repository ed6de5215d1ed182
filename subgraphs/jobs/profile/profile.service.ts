import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';

// Union and maximum: the same profile in whatever order, and however often, certificates arrive. Ordered by
// participant, so that two chunks which name the same people wait for each other instead of deadlocking.
const MERGE = `insert into skill_profile (participant_id, skills, updated_at)
  select (certificate ->> 'participant')::uuid as participant, array_agg(distinct skill order by skill),
    max((certificate ->> 'issuedAt')::timestamptz)
  from jsonb_array_elements($1::jsonb) as certificate, jsonb_array_elements_text(certificate -> 'skills') as skill
  group by participant order by participant
  on conflict (participant_id) do update set
    skills = array(select distinct skill from unnest(skill_profile.skills || excluded.skills) as skill order by skill),
    updated_at = greatest(skill_profile.updated_at, excluded.updated_at)`;

interface ProvedSkills {
  participant: string;
  skills: readonly string[];
  /** ISO, with an offset. */
  issuedAt: string;
}

/** Adds what certificates prove to the profiles of their holders: one statement, however many. */
export const mergeSkills = async (em: EntityManager, certificates: readonly ProvedSkills[]): Promise<void> => {
  await execute(em, MERGE, [JSON.stringify(certificates)]);
};
