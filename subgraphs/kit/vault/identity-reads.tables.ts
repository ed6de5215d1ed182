// Whose identity a reader was shown on a day of Asia/Jakarta.
const table = `create table identity_read_day (
  reader_id text not null,
  day date not null,
  subject_id uuid not null,
  primary key (reader_id, day, subject_id)
)`;

const oldest = 'create index identity_read_day_ix on identity_read_day (day)';

// The lock is taken by a statement of its own: the next one sees what whoever held it before has written.
const take = `create function take_identity_reads(reader text, org text, request text, today date, most integer,
  subjects uuid[], field_lists text[], purposes text[])
returns table (subject uuid, used integer, added integer) language plpgsql as $$
declare
  former integer;
  fresh integer;
begin
  perform pg_advisory_xact_lock(hashtextextended('identity_read_day ' || reader, 0));
  select count(*) into former from identity_read_day where reader_id = reader and day = today;
  insert into identity_read_day (reader_id, day, subject_id)
    select reader, today, wanted.id
    from (select id, min(place) as place from unnest(subjects) with ordinality as each (id, place) group by id) as wanted
    where not exists (select from identity_read_day as known
      where known.reader_id = reader and known.day = today and known.subject_id = wanted.id)
    order by wanted.place limit greatest(most - former, 0);
  get diagnostics fresh = row_count;
  insert into access_log (reader_id, reader_org, request_id, subject_id, fields, purpose)
    select reader, org, request, access.id, string_to_array(access.fields, ' '), access.purpose
    from unnest(subjects, field_lists, purposes) as access (id, fields, purpose)
      join identity_read_day on reader_id = reader and day = today and subject_id = access.id;
  return query select subject_id, former, fresh from identity_read_day
    where reader_id = reader and day = today and subject_id = any(subjects);
end $$`;

/**
 * Counts the people whose identity somebody else read in a day, by the day of Asia/Jakarta, and lets the access log keep
 * reads for which no purpose is asked. Part of a migration, behind `accessLogTables`.
 */
export const identityReadTables = (): string[] => [
  table,
  oldest,
  take,
  'alter table access_log alter column purpose drop not null',
];
