import { Migration } from '@mikro-orm/migrations';

const tables = [
  // What the programme office told of an organisation, in any order: its kind and name come with the one event, whether
  // it is suspended with the others, of which the highest version holds.
  `create table organization (
    id uuid primary key,
    kind text,
    name text check (char_length(name) between 1 and 200),
    is_suspended boolean not null default false,
    version integer not null default 0 check (version >= 0)
  )`,
  `create table organization_profile (
    organization_id uuid primary key,
    tax_number text not null check (tax_number ~ '^(0|10)[0-9]+$' and char_length(tax_number) = 16),
    legal_form text not null check (legal_form in ('LIMITED_COMPANY', 'LIMITED_PARTNERSHIP', 'COOPERATIVE', 'FOUNDATION',
      'ASSOCIATION', 'STATE_BODY')),
    established date not null,
    accreditation text check (char_length(accreditation) between 2 and 200),
    provinces text[] not null check (cardinality(provinces) <= 100),
    version integer not null default 1 check (version > 0),
    updated_at timestamptz not null
  )`,
  // Written with the organisation's events: what sells or shows courses needs no further join.
  'alter table platform add column is_suspended boolean not null default false',
  'alter table institution add column is_suspended boolean not null default false',
  // An institution that has just joined states its seat later.
  'alter table institution alter column region_code drop not null',
];

export class Partners extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of tables) this.addSql(statement);
  }
}
