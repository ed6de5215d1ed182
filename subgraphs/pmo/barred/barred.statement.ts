import { column, statement } from '../../kit/statement.ts';
import { BAR_PARTICIPANTS, REINSTATE_PARTICIPANTS } from '../participant/index.ts';

// The file as it was read, one row a line, for the transaction that loads it.
export const STAGING = 'create temporary table barred_staging (nik_index bytea) on commit drop';
export const COPY_STAGING = 'copy barred_staging from stdin (format binary)';
/** The next $2 staged indexes behind $1. */
export const STAGED = statement(
  'barred-staged',
  { index: column.bytea },
  `select distinct nik_index as index from barred_staging where nik_index > $1::bytea order by 1 limit $2`,
);

/** Puts the indexes $2 in the place of the staged ones $1. */
export const SETTLE_STAGED = statement(
  'barred-settle-staged',
  {},
  `update barred_staging set nik_index = made from unnest($1::bytea[], $2::bytea[]) as one (former, made)
    where nik_index = former`,
);

// Whatever PostgreSQL believes of a list that this transaction fills, no plan reads the whole file for each of its rows.
export const INDEX_STAGING = 'create index on barred_staging (nik_index)';

// Whoever was on the list before keeps the version that brought them. They are left out beforehand: the conflict alone
// would lock, and so write, each of their rows.
export const ADD = `insert into barred_entry (list, nik_index, source_id, added_in)
  select distinct on (nik_index) $1, nik_index, $3::smallint, $2::int from barred_staging where not exists (
    select from barred_entry as known where known.list = $1 and known.source_id = $3
      and known.nik_index = barred_staging.nik_index and known.removed_in is null
  ) order by nik_index
  on conflict (nik_index, list, source_id) do update set added_in = excluded.added_in, removed_in = null
    where barred_entry.removed_in is not null`;

export const REMOVE = `update barred_entry set removed_in = $2 where list = $1 and source_id = $3
  and removed_in is null and not exists (select from barred_staging where barred_staging.nik_index = barred_entry.nik_index)`;

/** Counts what source $2 of list $1 would gain, keep and lose by the staged file, and how often that repeats itself. */
export const COMPARE = statement(
  'barred-compare',
  { added: column.int4, kept: column.int4, absent: column.int4, repeated: column.int4 },
  `select count(*) filter (where known.nik_index is null)::int as added,
      count(known.nik_index)::int as kept,
      ((select count(*) from barred_entry where list = $1 and source_id = $2 and removed_in is null) - count(known.nik_index))::int as absent,
      ((select count(*) from barred_staging) - count(*))::int as repeated
    from (select distinct nik_index from barred_staging) as staged
    left join barred_entry as known on known.nik_index = staged.nik_index and known.list = $1
      and known.source_id = $2 and removed_in is null`,
);

/** The newest day of which a file of source $1 is in force. */
export const IN_FORCE = statement(
  'barred-source-in-force',
  { day: column.date },
  `select max(list_date) as day from barred_list_version where source_id = $1 and status in ('RECHECKING', 'DONE')`,
);

/** Finds source $3, called $2, of list $1, or makes it; \`isNew\` when no file of it is in force. */
export const SOURCE = statement(
  'barred-source',
  { id: column.int4, isNew: column.bool },
  `with named as (
    insert into barred_source (list, name, key) values ($1, $2, $3)
    on conflict (list, key) do update set name = excluded.name returning id
  )
  select id::int, not exists (select from barred_list_version as version
    where version.source_id = named.id and status in ('RECHECKING', 'DONE')) as "isNew" from named`,
);

/** Remembers the holders of awards whom version $2 of list $1 brought or let go. */
export const REMEMBER_AFFECTED = `insert into barred_recheck (version_id, participant_id, wave_number)
  select $2::int, participant_id, award_claim.wave_number from barred_entry
    join nik_claim using (nik_index) join award_claim using (participant_id)
    join participant on participant.id = participant_id
  where list = $1 and (added_in = $2 or removed_in = $2) and revoked_at is null
    and participant.status in ('RECIPIENT', 'ACTIVE', 'ALUMNI', 'BARRED')`;

/** Takes the next people of version $1 who are to be judged again, $2 at most. */
export const NEXT = statement(
  'barred-recheck-next',
  { id: column.uuid, wave: column.int4 },
  `delete from barred_recheck where version_id = $1 and participant_id in (
      select participant_id from barred_recheck where version_id = $1 order by participant_id limit $2
    ) returning participant_id as id, wave_number as wave`,
);

/** Locks the people whose ids are $1, in order of their ids. */
export const LOCK_PEOPLE = statement(
  'barred-people-lock',
  {},
  'select from participant where id = any($1::uuid[]) order by id for no key update',
);

export const BAR = statement('participants-bar', { id: column.uuid }, BAR_PARTICIPANTS);

export const REINSTATE = statement('participants-reinstate', { id: column.uuid }, REINSTATE_PARTICIPANTS);

/**
 * Part of a statement: puts people on the list REVOKED, whose versions are the waves.
 * @param people table with their ids in the column `id`
 * @param wave SQL expression for the wave's number
 */
export const listRevoked = ({ people, wave }: { people: string; wave: string }): string =>
  `insert into barred_entry (list, nik_index, added_in)
    select 'REVOKED', nik_index, ${wave} from nik_claim join ${people} as revoked on participant_id = revoked.id
    order by nik_index
    on conflict (nik_index, list, source_id) do update set removed_in = null where barred_entry.removed_in is not null`;
