import { Migration } from '@mikro-orm/migrations';
import { eventTables } from '../../kit/events/tables.ts';

const vacancies = [
  `create table employer (
    id uuid primary key default uuidv7(),
    name text not null,
    is_synthetic boolean not null default false
  )`,
  `create table vacancy (
    id uuid primary key default uuidv7(),
    employer_id uuid not null references employer,
    title text not null,
    description text not null,
    region_code text collate "C" not null check (region_code ~ '^[0-9]{2}([.][0-9]{2})?$'),
    monthly_salary_from bigint check (monthly_salary_from > 0),
    monthly_salary_to bigint check (monthly_salary_to > 0),
    status text not null check (status in ('DRAFT', 'OPEN', 'PAUSED', 'CLOSED', 'FILLED')),
    is_open boolean not null generated always as (status = 'OPEN') stored,
    posted_at timestamptz,
    portal text not null,
    is_synthetic boolean not null default false,
    check (monthly_salary_to >= monthly_salary_from),
    check (posted_at is not null or status = 'DRAFT'),
    unique (id, is_open)
  )`,
  `create index vacancy_open_ix on vacancy (id) where is_open`,
  `create index vacancy_employer_ix on vacancy (employer_id)`,
  // Whether it is open stands here again, kept true by the foreign key: matching by skill then reads open vacancies only.
  `create table vacancy_skill (
    vacancy_id uuid not null,
    skill_code text not null,
    is_open boolean not null,
    primary key (vacancy_id, skill_code),
    foreign key (vacancy_id, is_open) references vacancy (id, is_open) on update cascade on delete cascade
  )`,
  `create index vacancy_skill_open_ix on vacancy_skill (skill_code, vacancy_id) where is_open`,
];

const profiles = [
  `create table skill_profile (
    participant_id uuid primary key,
    skills text[] not null check (cardinality(skills) > 0),
    updated_at timestamptz not null
  )`,
];

export class VacanciesAndProfiles extends Migration {
  override up(): void {
    this.addSql(`set lock_timeout = '3s'`);
    for (const statement of [...vacancies, ...profiles, ...eventTables()]) this.addSql(statement);
  }
}
