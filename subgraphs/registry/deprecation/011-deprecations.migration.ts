import { Migration } from '@mikro-orm/migrations';
import { refuseChange } from '../../kit/append-only.tables.ts';

const TABLES = [
  `create table deprecation (
    id uuid primary key,
    coordinate text not null check (char_length(coordinate) between 1 and 500),
    subgraph text not null,
    owner text not null check (char_length(owner) between 1 and 128),
    replacement text not null check (char_length(replacement) between 1 and 200),
    until date not null,
    noted_at timestamptz not null,
    counted_at timestamptz,
    -- REMOVED: the element is gone; WITHDRAWN: it stays after all.
    ending text check (ending in ('REMOVED', 'WITHDRAWN')),
    ended_at timestamptz,
    check ((ending is null) = (ended_at is null))
  )`,
  // An element has one deprecation at a time.
  `create unique index deprecation_standing_uq on deprecation (coordinate) where ended_at is null`,
  `create table deprecation_user (
    deprecation_id uuid not null references deprecation,
    organization text not null check (char_length(organization) between 1 and 128),
    told_at timestamptz not null,
    acknowledged_at timestamptz,
    acknowledged_by text,
    primary key (deprecation_id, organization),
    check ((acknowledged_at is null) = (acknowledged_by is null))
  )`,
  `create index deprecation_user_organization_ix on deprecation_user (organization, deprecation_id desc)`,
  `create table deprecation_use (
    deprecation_id uuid not null,
    organization text not null,
    day date not null,
    client text not null,
    executions bigint not null check (executions > 0),
    primary key (deprecation_id, organization, day, client),
    foreign key (deprecation_id, organization) references deprecation_user
  )`,
];

const GUARDS = [
  refuseChange({ name: 'refuse_deprecation_change', message: `'what was acknowledged stays so'` }),
  `create trigger refuse_change before update on deprecation_user for each row
    when (old.acknowledged_at is not null) execute function refuse_deprecation_change()`,
  `create trigger refuse_delete before delete on deprecation_user for each row
    execute function refuse_deprecation_change()`,
];

export class Deprecations extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [...TABLES, ...GUARDS]) this.addSql(statement);
  }
}
