import { Migration } from '@mikro-orm/migrations';

const table = `create table catalogue_problem (
  id uuid primary key default uuidv7(),
  platform_id uuid not null references platform,
  course_id uuid references course,
  reference text check (char_length(reference) <= 64),
  source text not null check (source in ('SUBMISSION', 'CURATION')),
  code text not null check (code ~ '^[A-Z][A-Z0-9_]{2,60}$'),
  path text not null check (char_length(path) <= 200),
  message jsonb not null check (jsonb_typeof(message -> 'en') = 'string' and jsonb_typeof(message -> 'id') = 'string'),
  example text check (char_length(example) <= 100),
  found_at timestamptz not null
)`;

export class CatalogueProblems extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(table);
    this.addSql('create index catalogue_problem_platform_ix on catalogue_problem (platform_id, id)');
    this.addSql('create index catalogue_problem_reference_ix on catalogue_problem (platform_id, reference)');
  }
}
