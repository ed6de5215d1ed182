import { column, statement } from '../../kit/statement.ts';

/**
 * Locks the profiles of people $1 against other certificates of theirs, the erased left out. Ordered by participant, so
 * that two chunks which name the same people wait for each other instead of deadlocking.
 */
export const LOCK_PROFILES = statement(
  'profile-lock',
  { id: column.uuid },
  `insert into skill_profile (participant_id, skills, updated_at)
    select distinct id, '{}'::text[], '-infinity'::timestamptz from unnest($1::uuid[]) as id
      where not exists (select from erased_participant where participant_id = id) order by id
    on conflict (participant_id) do update set participant_id = excluded.participant_id
    returning participant_id as id`,
);

/** Keeps the certificates that $1 lists as JSON, of people $2. */
export const KEEP = statement(
  'profile-certificates-keep',
  {},
  `insert into profile_certificate (participant_id, certificate_id, skills, levels, issued_at)
    select distinct on (participant, certificate) participant, certificate, skills,
        case when cardinality(levels) = cardinality(skills) then levels end, "issuedAt"
      from jsonb_to_recordset($1::jsonb)
        as row (participant uuid, certificate uuid, skills text[], levels text[], "issuedAt" timestamptz)
      where participant = any($2::uuid[]) order by participant, certificate
    on conflict (participant_id, certificate_id) do update set skills = excluded.skills, levels = excluded.levels, issued_at = excluded.issued_at`,
);

export const REVOKE = statement(
  'profile-certificate-revoke',
  {},
  `insert into profile_certificate (participant_id, certificate_id, revoked_at) values ($1, $2, $3)
    on conflict (participant_id, certificate_id) do update set revoked_at = excluded.revoked_at`,
);

/** Makes the profiles of people $1 what their certificates prove; a profile that nothing proves goes. */
export const REBUILD = statement(
  'profile-rebuild',
  {},
  `with proved as (
    select participant_id, array_agg(distinct skill order by skill) as skills, max(issued_at) as updated_at
      from profile_certificate cross join unnest(skills) as skill
      where participant_id = any($1::uuid[]) and issued_at is not null and revoked_at is null
      group by participant_id
  ),
  -- Deleted rows are those that are not updated.
  emptied as (
    delete from skill_profile where participant_id = any($1::uuid[])
      and participant_id not in (select participant_id from proved)
  )
  update skill_profile set skills = proved.skills, updated_at = proved.updated_at
    from proved where skill_profile.participant_id = proved.participant_id`,
);

/** Marks people as erased, so that what is told of them later is left out; takes their ids as `$1`, a `uuid[]`. */
export const ENTOMB = `insert into erased_participant (participant_id)
  select distinct participant_id from unnest($1::uuid[]) as participant_id order by 1 on conflict do nothing`;
