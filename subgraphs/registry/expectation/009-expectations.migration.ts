import { Migration } from '@mikro-orm/migrations';
import { refuseChange } from '../../kit/append-only.tables.ts';

const EXPECTATIONS = `create table expectation (
  id uuid primary key,
  organization text not null check (char_length(organization) between 1 and 128),
  title text not null check (char_length(title) between 1 and 100),
  document text not null check (octet_length(document) between 1 and 20000),
  -- Types of the fields that it selects, as they were when it was added.
  shape jsonb not null check (jsonb_typeof(shape) = 'object'),
  added_by text not null,
  added_at timestamptz not null,
  removed_by text,
  removed_at timestamptz,
  check ((removed_by is null) = (removed_at is null))
)`;

const FIXED = ['id', 'organization', 'title', 'document', 'shape', 'added_by', 'added_at'];
const rowOf = (which: string) => `(${FIXED.map((name) => `${which}.${name}`).join(', ')})`;

const GUARDS = [
  refuseChange({ name: 'refuse_expectation_change', message: `'an expectation stays what was added'` }),
  `create trigger refuse_change before update on expectation for each row
    when (${rowOf('old')} is distinct from ${rowOf('new')} or old.removed_at is not null)
    execute function refuse_expectation_change()`,
  `create trigger refuse_delete before delete on expectation for each row execute function refuse_expectation_change()`,
];

export class Expectations extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [EXPECTATIONS, ...GUARDS]) this.addSql(statement);
    this.addSql(
      'create unique index expectation_title_uq on expectation (organization, title) where removed_at is null',
    );
    this.addSql('create index expectation_organization_ix on expectation (organization, id desc)');
  }
}
