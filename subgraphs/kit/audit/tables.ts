import { Migration } from '@mikro-orm/migrations';

// What an entry says. `at` has the precision that JavaScript reads back: a finer edit would escape the hash.
const content = `
  id uuid not null,
  at timestamptz(3) not null,
  request_id text not null,
  caller_id text,
  caller_org text,
  client_id text,
  mutation text not null,
  arguments_hash bytea not null check (octet_length(arguments_hash) = 32),
  objects text[] not null,
  rules text[] not null,
  outcome text not null check (outcome in ('DONE', 'REFUSED', 'FAILED')),
  code text check ((code is null) = (outcome = 'DONE'))`;

// Entries as the business transactions leave them; the chainer moves them within a second.
const pending = `create table audit_pending (${content}, primary key (id))`;

// No index on who or what: an investigation reads months, and every mutation would pay for it.
const entries = `create table audit_entry (
  seq bigint not null check (seq > 0),
  chained_at timestamptz(3) not null,
  ${content},
  hash bytea not null check (octet_length(hash) = 32),
  primary key (seq, chained_at)
) partition by range (chained_at)`;

const refuseChange = `create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only: % of % is refused', tg_op, tg_table_name
    using errcode = 'restrict_violation';
end $$`;

const keepPending = `create function keep_pending_audit() returns trigger language plpgsql as $$
begin
  if exists (select from gone where not exists (select from audit_entry where audit_entry.id = gone.id)) then
    raise exception 'the audit trail is append-only: an entry leaves audit_pending for audit_entry only'
      using errcode = 'restrict_violation';
  end if;
  return null;
end $$`;

// Grants and statement triggers do not pass to partitions: each gets its own.
const guardPartition = `create function guard_audit(target regclass) returns void language plpgsql as $$
begin
  execute format('create trigger refuse_truncate before truncate on %s
    for each statement execute function refuse_audit_change()', target);
  execute format('revoke update, delete, truncate on %s from current_user', target);
end $$`;

// ATTACH lets inserts into the other partitions go on. Months are those of Asia/Jakarta (UTC+7, no summer time).
const createMonth = `create function create_audit_month(any_day date) returns void language plpgsql
set lock_timeout = '3s' as $$
declare
  first date := date_trunc('month', any_day)::date;
  next date := (date_trunc('month', any_day) + interval '1 month')::date;
  target text := 'audit_entry_' || to_char(any_day, 'YYYY_MM');
begin
  perform pg_advisory_xact_lock(hashtext('create_audit_month'));
  if to_regclass(target) is not null then return; end if;
  execute format('create table %I (like audit_entry including defaults including constraints)', target);
  perform guard_audit(target::regclass);
  execute format('alter table audit_entry attach partition %I for values from (%L) to (%L)',
    target, first || ' 00:00+07', next || ' 00:00+07');
end $$`;

/** The audit trail of a subgraph, one statement each. */
export const auditTables = (): string[] => [
  pending,
  entries,
  'create index audit_entry_id_ix on audit_entry (id)',
  refuseChange,
  keepPending,
  guardPartition,
  createMonth,
  `create trigger refuse_change before update or delete on audit_entry
    for each row execute function refuse_audit_change()`,
  `create trigger refuse_change before update or truncate on audit_pending
    for each statement execute function refuse_audit_change()`,
  `create trigger keep_pending after delete on audit_pending referencing old table as gone
    for each statement execute function keep_pending_audit()`,
  'revoke update, truncate on audit_pending from current_user',
  'create table audit_entry_default partition of audit_entry default',
  `select guard_audit(target) from unnest(array['audit_entry', 'audit_entry_default']::regclass[]) as target`,
  `select create_audit_month((current_date + make_interval(months => ahead))::date)
    from generate_series(0, 2) as ahead`,
];

/** The migration that every subgraph lists for its audit trail. */
export class AuditTables extends Migration {
  override up(): void {
    for (const statement of auditTables()) this.addSql(statement);
  }
}
