import { Migration } from '@mikro-orm/migrations';
import { eventTables } from '../../kit/events/tables.ts';

export class ParticipantsAndWaves extends Migration {
  override up(): void {
    this.addSql(`set lock_timeout = '3s'`);
    this.addSql(`create table region (
      code text primary key check (code ~ '^[0-9]{2}([.][0-9]{2})?$'),
      name text not null,
      level text not null check (level in ('PROVINCE', 'REGENCY')),
      parent_code text references region,
      is_city boolean not null,
      check ((level = 'PROVINCE') = (parent_code is null))
    )`);
    this.addSql(`create index region_parent_ix on region (parent_code)`);
    this.addSql(`create table skill (
      code text primary key,
      name text not null,
      name_id text not null,
      isco_code text not null check (isco_code ~ '^[0-9]{4}$'),
      category text not null
    )`);
    this.addSql(`create table wave (
      number integer primary key check (number > 0),
      status text not null
        check (status in ('PLANNED', 'OPEN', 'CLOSED', 'SCREENED', 'DRAWN', 'ANNOUNCED', 'SETTLED')),
      policy_version text not null,
      quota integer check (quota >= 0),
      opens_at timestamptz,
      closes_at timestamptz check (closes_at > opens_at),
      announced_at timestamptz,
      purchase_deadline date,
      is_synthetic boolean not null default false
    )`);
    this.addSql(`create table wave_figure (
      wave_number integer not null references wave,
      name text not null,
      value bigint not null check (value >= 0),
      as_of date,
      definition text not null,
      source text not null,
      primary key (wave_number, name, source)
    )`);
    this.addSql(`create table participant (
      id uuid primary key default uuidv7(),
      status text not null
        check (status in ('REGISTERED', 'VERIFIED', 'APPLICANT', 'RECIPIENT', 'ACTIVE', 'ALUMNI', 'REVOKED', 'BARRED')),
      name text not null,
      birth_date date not null,
      region_code text not null references region,
      work_status text not null
        check (work_status in ('JOB_SEEKER', 'LAID_OFF', 'FURLOUGHED', 'WORKER', 'ENTREPRENEUR')),
      interests text[] not null default '{}',
      is_synthetic boolean not null default false,
      registered_at timestamptz not null
    )`);
    this.addSql(`create index participant_region_ix on participant (region_code, id)`);
    // One NIK, one participant, for ever. The vault replaces the number by a blind index.
    this.addSql(`create table nik_claim (
      nik text primary key check (nik ~ '^[0-9]{16}$'),
      participant_id uuid not null
    )`);
    // Partitioned by what it is asked for; a wave of millions is dropped or moved by its partition.
    this.addSql(`create table registration (
      wave_number integer not null,
      participant_id uuid not null,
      region_code text not null,
      status text not null check (status in ('JOINED', 'ELIGIBLE', 'INELIGIBLE', 'SELECTED', 'NOT_SELECTED')),
      joined_at timestamptz not null,
      primary key (wave_number, participant_id)
    ) partition by list (wave_number)`);
    this.addSql(`create index registration_participant_ix on registration (participant_id)`);
    this.addSql(`create index registration_funnel_ix on registration (wave_number, region_code, status)`);
    // One award per NIK in a lifetime: a participant can be selected once, whatever the wave.
    this.addSql(`create table award_claim (
      participant_id uuid primary key,
      wave_number integer not null
    )`);
    for (const statement of eventTables()) this.addSql(statement);
  }
}
