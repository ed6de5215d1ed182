import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';

// Union and maximum: the same profile in whatever order, and however often, certificates arrive. Ordered by
// participant, so that two chunks which name the same people wait for each other instead of deadlocking.
const MERGE = `insert into skill_profile (participant_id, skills, updated_at)
  select (certificate ->> 'participant')::uuid as participant, array_agg(distinct skill order by skill),
    max((certificate ->> 'issuedAt')::timestamptz)
  from jsonb_array_elements($1::jsonb) as certificate, jsonb_array_elements_text(certificate -> 'skills') as skill
  where not exists
    (select from erased_participant where participant_id = (certificate ->> 'participant')::uuid)
  group by participant order by participant
  on conflict (participant_id) do update set
    skills = array(select distinct skill from unnest(skill_profile.skills || excluded.skills) as skill order by skill),
    updated_at = greatest(skill_profile.updated_at, excluded.updated_at)`;

const ENTOMB = `insert into erased_participant (participant_id)
  select distinct participant_id from unnest($1::uuid[]) as participant_id order by 1 on conflict do nothing`;

const ERASE = 'delete from skill_profile where participant_id = any($1::uuid[])';

/** Any constant: nothing else in this database uses it. */
const ERASURE_LOCK = 7_214_041;

interface ProvedSkills {
  participant: string;
  skills: readonly string[];
  /** ISO, with an offset. */
  issuedAt: string;
}

/** Lets an erasure go first. Shared by all but an erasure: what is not committed yet would escape its deletes. */
export const waitForErasures = async (em: EntityManager): Promise<void> => {
  await execute(em, 'select pg_advisory_xact_lock_shared($1)', [ERASURE_LOCK]);
};

/** Adds what certificates prove to the profiles of their holders, the erased left out: two statements, however many. */
export const mergeSkills = async (em: EntityManager, certificates: readonly ProvedSkills[]): Promise<void> => {
  await waitForErasures(em);
  await execute(em, MERGE, [JSON.stringify(certificates)]);
};

/** Removes the profiles of erased people for ever: no certificate brings them back. Once more changes nothing. */
export const eraseProfiles = async (em: EntityManager, participants: readonly string[]): Promise<void> => {
  await execute(em, 'select pg_advisory_xact_lock($1)', [ERASURE_LOCK]);
  await execute(em, ENTOMB, [participants]);
  await execute(em, ERASE, [participants]);
};
