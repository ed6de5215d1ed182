import {
  createMonth,
  firstMonths,
  guardParents,
  guardPartition,
  REVOKE_CHANGE,
  refuseChange,
  refuseRows,
} from '../append-only.tables.ts';

const REFUSE = 'refuse_access_log_change';
const GUARD = 'guard_access_log';
const CREATE_MONTH = 'create_access_log_month';

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

/** Who read whose protected fields, by month; rows are only ever added. Part of a migration. */
export const accessLogTables = (): string[] => [
  accessLog,
  'create index access_log_subject_ix on access_log (subject_id, id)',
  refuseChange({ name: REFUSE, message: `'the access log is append-only: % is refused', tg_op` }),
  guardPartition({ name: GUARD, refuse: REFUSE, also: [REVOKE_CHANGE] }),
  createMonth({ name: CREATE_MONTH, table: 'access_log', guard: GUARD, by: 'moment' }),
  refuseRows('access_log', REFUSE),
  ...guardParents('access_log', GUARD),
  firstMonths(CREATE_MONTH),
];

/** Lets the access log say for what a partner's subgraph was sent something. Part of a migration, behind the log's. */
export const accessTermsColumn = (): string[] => ['alter table access_log add column terms text[]'];
