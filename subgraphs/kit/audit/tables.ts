import { Migration } from '@mikro-orm/migrations';
import {
  createMonth,
  firstMonths,
  guardParents,
  guardPartition,
  REVOKE_CHANGE,
  refuseChange,
  refuseRows,
} from '../append-only.tables.ts';

const REFUSE = 'refuse_audit_change';
const GUARD = 'guard_audit';
const CREATE_MONTH = 'create_audit_month';

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

const keepPending = `create function keep_pending_audit() returns trigger language plpgsql as $$
begin
  if exists (select from gone where not exists (select from audit_entry where audit_entry.id = gone.id)) then
    raise exception 'the audit trail is append-only: an entry leaves audit_pending for audit_entry only'
      using errcode = 'restrict_violation';
  end if;
  return null;
end $$`;

/** The audit trail of a subgraph, one statement each. */
export const auditTables = (): string[] => [
  pending,
  entries,
  'create index audit_entry_id_ix on audit_entry (id)',
  refuseChange({
    name: REFUSE,
    message: `'the audit trail is append-only: % of % is refused', tg_op, tg_table_name`,
  }),
  keepPending,
  guardPartition({ name: GUARD, refuse: REFUSE, also: [REVOKE_CHANGE] }),
  createMonth({ name: CREATE_MONTH, table: 'audit_entry', guard: GUARD, by: 'moment' }),
  refuseRows('audit_entry', REFUSE),
  `create trigger refuse_change before update or truncate on audit_pending
    for each statement execute function refuse_audit_change()`,
  `create trigger keep_pending after delete on audit_pending referencing old table as gone
    for each statement execute function keep_pending_audit()`,
  'revoke update, truncate on audit_pending from current_user',
  ...guardParents('audit_entry', GUARD),
  firstMonths(CREATE_MONTH),
];

/** The migration that every subgraph lists for its audit trail. */
export class AuditTables extends Migration {
  override up(): void {
    for (const statement of auditTables()) this.addSql(statement);
  }
}
