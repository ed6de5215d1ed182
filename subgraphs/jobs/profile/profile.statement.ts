import { statement } from '../../kit/statement.ts';

// Union and maximum: the same profile in whatever order, and however often, certificates arrive. Ordered by
// participant, so that two chunks which name the same people wait for each other instead of deadlocking.
export const MERGE = statement(
  'profile-merge',
  {},
  `insert into skill_profile (participant_id, skills, updated_at)
    select (certificate ->> 'participant')::uuid as participant, array_agg(distinct skill order by skill),
      max((certificate ->> 'issuedAt')::timestamptz)
    from jsonb_array_elements($1::jsonb) as certificate, jsonb_array_elements_text(certificate -> 'skills') as skill
    where not exists
      (select from erased_participant where participant_id = (certificate ->> 'participant')::uuid)
    group by participant order by participant
    on conflict (participant_id) do update set
      skills = array(select distinct skill from unnest(skill_profile.skills || excluded.skills) as skill order by skill),
      updated_at = greatest(skill_profile.updated_at, excluded.updated_at)`,
);

/** Marks people as erased, so that what is told of them later is left out; takes their ids as `$1`, a `uuid[]`. */
export const ENTOMB = `insert into erased_participant (participant_id)
  select distinct participant_id from unnest($1::uuid[]) as participant_id order by 1 on conflict do nothing`;
