/** The keys of the people whose data a subgraph seals. Part of a migration. */
export const vaultTables = (): string[] => [
  // Without its key what a subject sealed is noise; the tombstone keeps a new key from being made.
  `create table subject_key (
    subject_id uuid primary key,
    kek_id text not null,
    wrapped bytea,
    created_at timestamptz not null default now(),
    destroyed_at timestamptz,
    check ((wrapped is null) = (destroyed_at is not null))
  )`,
];

const accessLog = `create table access_log (
  id uuid not null default uuidv7(),
  at timestamptz not null default now(),
  reader_id text not null,
  reader_org text,
  subject_id uuid not null,
  fields text[] not null check (cardinality(fields) > 0),
  purpose text not null check (purpose in ('SERVICE', 'AUDIT', 'SUPPORT')),
  request_id text not null
) partition by range (at)`;

const refuseChange = `create function refuse_access_log_change() returns trigger language plpgsql as $$
begin
  raise exception 'the access log is append-only: % is refused', tg_op using errcode = 'restrict_violation';
end $$`;

// Grants and statement triggers do not pass to partitions: each gets its own.
const guardPartition = `create function guard_access_log(target regclass) returns void language plpgsql as $$
begin
  execute format('create trigger refuse_truncate before truncate on %s
    for each statement execute function refuse_access_log_change()', target);
  execute format('revoke update, delete, truncate on %s from current_user', target);
end $$`;

// ATTACH lets inserts into the other partitions go on. Months are those of Asia/Jakarta (UTC+7, no summer time).
const createMonth = `create function create_access_log_month(any_day date) returns void language plpgsql
set lock_timeout = '3s' as $$
declare
  first date := date_trunc('month', any_day)::date;
  next date := (date_trunc('month', any_day) + interval '1 month')::date;
  target text := 'access_log_' || to_char(any_day, 'YYYY_MM');
begin
  perform pg_advisory_xact_lock(hashtext('create_access_log_month'));
  if to_regclass(target) is not null then return; end if;
  execute format('create table %I (like access_log including defaults including constraints)', target);
  perform guard_access_log(target::regclass);
  execute format('alter table access_log attach partition %I for values from (%L) to (%L)',
    target, first || ' 00:00+07', next || ' 00:00+07');
end $$`;

/** Who read whose protected fields, by month; rows are only ever added. Part of a migration. */
export const accessLogTables = (): string[] => [
  accessLog,
  'create index access_log_subject_ix on access_log (subject_id, id)',
  refuseChange,
  guardPartition,
  createMonth,
  `create trigger refuse_change before update or delete on access_log
    for each row execute function refuse_access_log_change()`,
  'create table access_log_default partition of access_log default',
  `select guard_access_log(target) from unnest(array['access_log', 'access_log_default']::regclass[]) as target`,
  `select create_access_log_month((current_date + make_interval(months => ahead))::date)
    from generate_series(0, 2) as ahead`,
];
