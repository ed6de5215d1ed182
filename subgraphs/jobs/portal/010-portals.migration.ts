import { Migration } from '@mikro-orm/migrations';

const tables = [
  // What the programme office told of an organisation, in any order. Its name comes when it is registered as a job
  // portal: a row without one was only suspended or resumed so far, and may be of another kind.
  `create table portal (
    id uuid primary key default uuidv7(),
    name text check (char_length(name) between 1 and 200),
    is_suspended boolean not null default false,
    version integer not null default 0 check (version >= 0),
    is_synthetic boolean not null default false
  )`,
  `create table portal_problem (
    id uuid primary key default uuidv7(),
    portal_id uuid not null references portal,
    vacancy_id uuid,
    reference text check (char_length(reference) <= 64),
    source text not null check (source in ('SUBMISSION', 'MODERATION')),
    code text not null check (code ~ '^[A-Z][A-Z0-9_]{2,60}$'),
    path text not null check (char_length(path) <= 200),
    message jsonb not null check (jsonb_typeof(message -> 'en') = 'string' and jsonb_typeof(message -> 'id') = 'string'),
    example text check (char_length(example) <= 100),
    found_at timestamptz not null
  )`,
  'create index portal_problem_portal_ix on portal_problem (portal_id, id)',
  'create index portal_problem_reference_ix on portal_problem (portal_id, reference)',
];

export class Portals extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of tables) this.addSql(statement);
  }
}
