import { column, statement } from '../../kit/statement.ts';

/** Asks for the attestation of people, again where it was done before. */
export const ASK = statement(
  'attestation-ask',
  {},
  `insert into nik_attestation (participant_id, asked_at)
  select asked.id, $2 from unnest($1::uuid[]) as asked (id) join participant on participant.id = asked.id
  group by 1 order by 1
  on conflict (participant_id) do update set asked_at = excluded.asked_at, attested_at = null`,
);

/** The next people to attest, at most $1, with their sealed records; those of another process are left out. */
export const NEXT = statement(
  'attestation-next',
  { id: column.uuid, sealed: column.bytea.orNull },
  `with due as (
    select participant_id from nik_attestation where attested_at is null order by participant_id limit $1
    for update skip locked
  )
  select participant_id as id, sealed from due left join participant_identity using (participant_id) order by 1`,
);

/** Remembers under which keys people were attested, or that they have nothing that could be. */
export const DONE = statement(
  'attestation-done',
  {},
  'update nik_attestation set attested_at = $2, key_ids = $3 where participant_id = any($1::uuid[])',
);

/**
 * Puts the next $3 people behind $1 down for attestation who were not attested under all keys $2. Returns the last of
 * them, null behind the end.
 */
export const ASK_UNDER = statement(
  'attestation-ask-under',
  { last: column.uuid.orNull, asked: column.int4 },
  `with page as (
    select participant_id from nik_attestation where participant_id > $1 order by participant_id limit $3
  ), asked as (
    update nik_attestation set attested_at = null from page
    where nik_attestation.participant_id = page.participant_id and attested_at is not null
      and not coalesce(key_ids, '{}') @> $2::text[]
    returning 1
  )
  select (select participant_id from page order by participant_id desc limit 1) as last,
    (select count(*)::int from asked) as asked`,
);
