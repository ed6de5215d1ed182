import { Migration } from '@mikro-orm/migrations';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const moves = [
  'DRAFT>OPEN',
  'DRAFT>CLOSED',
  'OPEN>PAUSED',
  'OPEN>CLOSED',
  'OPEN>FILLED',
  'PAUSED>OPEN',
  'PAUSED>CLOSED',
  'PAUSED>FILLED',
  'CLOSED>OPEN',
];

// A portal was a code so far; each becomes one under an id, without an organisation until that is registered.
const portals = [
  'insert into portal (name, is_synthetic) select portal, bool_and(is_synthetic) from vacancy group by portal',
  `alter table vacancy add column portal_id uuid references portal`,
  'update vacancy set portal_id = portal.id from portal where portal.name = vacancy.portal',
  'alter table vacancy alter column portal_id set not null, drop column portal',
  // Employers from before are shared by portals, and of none.
  'alter table employer add column portal_id uuid references portal',
  'create unique index employer_portal_name_uq on employer (portal_id, name)',
];

const content = [
  `alter table vacancy
    add column reference text check (char_length(reference) between 1 and 64),
    add column occupation text check (occupation ~ '^[0-9]{4}$'),
    add column employment_type text not null default 'FULL_TIME'
      check (employment_type in ('FULL_TIME', 'PART_TIME', 'CONTRACT', 'INTERNSHIP', 'FREELANCE')),
    add column is_remote boolean not null default false,
    add column accessibility text[] not null default '{}' check
      (accessibility <@ array['WHEELCHAIR', 'SIGN_LANGUAGE', 'SCREEN_READER', 'FLEXIBLE_HOURS']),
    add column openings integer not null default 1 check (openings between 1 and 1000),
    add column open_until date,
    add column apply_url text check (apply_url ~ '^https://' and char_length(apply_url) <= 500),
    add column version integer not null default 1 check (version > 0),
    add column content_hash bytea check (octet_length(content_hash) = 32),
    add column written_at timestamptz,
    add column held_at timestamptz,
    add column rejected_at timestamptz,
    add column flags jsonb not null default '[]' check (jsonb_typeof(flags) = 'array'),
    add column cleared_flags text[] not null default '{}',
    alter column region_code drop not null,
    add constraint vacancy_place check (region_code is not null or is_remote),
    add constraint vacancy_rejected check (rejected_at is null or held_at is not null)`,
  `update vacancy set reference = id::text, written_at = coalesce(posted_at, now()), open_until = current_date + 90`,
  `alter table vacancy alter column reference set not null, alter column written_at set not null,
    alter column open_until set not null, add constraint vacancy_reference_uq unique (portal_id, reference)`,
  'create index vacancy_portal_ix on vacancy (portal_id, id)',
  `create index vacancy_expiry_ix on vacancy (open_until) where status in ('DRAFT', 'OPEN', 'PAUSED')`,
  'create index vacancy_held_ix on vacancy (id) where held_at is not null',
];

// What is held is not open, whatever its portal says. Skills know the portal too: matching by skill then leaves out
// suspended portals without reading a vacancy.
const skills = [
  `alter table vacancy_skill drop constraint vacancy_skill_vacancy_id_is_open_fkey,
    add column portal_id uuid,
    add column level text not null default 'BASIC' check (level in ('BASIC', 'INTERMEDIATE', 'ADVANCED')),
    add column weight smallint not null default 3 check (weight between 1 and 5)`,
  'update vacancy_skill set portal_id = vacancy.portal_id from vacancy where vacancy.id = vacancy_id',
  'alter table vacancy_skill alter column portal_id set not null',
  'alter table vacancy drop constraint vacancy_id_is_open_key',
  `alter table vacancy alter column is_open set expression as (status = 'OPEN' and held_at is null)`,
  'alter table vacancy add constraint vacancy_skill_key unique (id, is_open, portal_id)',
  `alter table vacancy_skill add constraint vacancy_skill_vacancy_fkey foreign key (vacancy_id, is_open, portal_id)
    references vacancy (id, is_open, portal_id) on update cascade on delete cascade`,
  'drop index vacancy_skill_open_ix',
  'create index vacancy_skill_open_ix on vacancy_skill (skill_code, vacancy_id) include (portal_id) where is_open',
];

export class VacanciesOfPortals extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    const statements = [...portals, ...content, ...skills, ...refuseOtherMoves('vacancy', moves)];
    for (const statement of statements) this.addSql(statement);
  }
}
