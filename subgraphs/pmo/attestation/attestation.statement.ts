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

/** Remembers that people were attested, or have nothing that could be. */
export const DONE = statement(
  'attestation-done',
  {},
  'update nik_attestation set attested_at = $2 where participant_id = any($1::uuid[])',
);
