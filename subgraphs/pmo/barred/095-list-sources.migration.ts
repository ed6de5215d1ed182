import { Migration } from '@mikro-orm/migrations';

// DTKS, BSU and BPUM are three sources of one list: each replaces its own entries only. However a name is typed, it is
// one source by its letters and digits.
const source = `create table barred_source (
  id smallint generated always as identity primary key,
  list text not null check (list in ('SOCIAL_AID', 'STATE_OFFICIALS', 'STUDENTS')),
  key text not null check (key <> ''),
  name text not null,
  unique (list, key)
)`;

const keyOf = `upper(regexp_replace(normalize(source, NFKC), '[^[:alnum:]]', '', 'g'))`;

const sourcesOfVersions = [
  `insert into barred_source (list, key, name)
    select distinct on (list, ${keyOf}) list, ${keyOf}, source from barred_list_version order by list, ${keyOf}, id desc`,
  'alter table barred_list_version add column source_id smallint references barred_source',
  `update barred_list_version as version set source_id = barred_source.id from barred_source
    where barred_source.list = version.list and barred_source.key = ${keyOf.replace('source', 'version.source')}`,
  'alter table barred_list_version alter column source_id set not null',
];

// Source 0 is the programme itself, of the list REVOKED. No foreign key: it would be looked up for each of millions of
// lines; an invariant looks for entries of no source instead.
const entriesBySource = [
  'alter table barred_entry add column source_id smallint not null default 0',
  `update barred_entry set source_id = version.source_id from barred_list_version as version
    where barred_entry.list = version.list and version.id = coalesce(removed_in, added_in)`,
  'alter table barred_entry drop constraint barred_entry_pkey, add primary key (nik_index, list, source_id)',
];

// Why a version waits for a second officer; what was in force before had none.
const reasons = `alter table barred_list_version
  add column proposed_for text[] not null default '{}'
    check (proposed_for <@ array['REMOVES_PEOPLE', 'FILE_EMPTY', 'OLDER_THAN_IN_FORCE']),
  add column is_new_source boolean not null default false,
  add constraint barred_list_version_proposed_ck check (status not in ('RECHECKING', 'DONE')
    or proposed_for = '{}' or approved_by is not null)`;

export class ListSources extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(source);
    for (const statement of [...sourcesOfVersions, ...entriesBySource]) this.addSql(statement);
    this.addSql(reasons);
  }
}
