import { Migration } from '@mikro-orm/migrations';

const participant = `alter table participant
  add column education text check (education in
    ('NONE', 'PRIMARY', 'JUNIOR_SECONDARY', 'SENIOR_SECONDARY', 'VOCATIONAL', 'DIPLOMA', 'BACHELOR', 'POSTGRADUATE')),
  add column is_in_formal_education boolean not null default false,
  add column occupation text not null default 'NONE' check (occupation in ('NONE', 'STATE_OFFICIAL', 'LEGISLATOR',
    'CIVIL_SERVANT', 'MILITARY', 'POLICE', 'VILLAGE_OFFICIAL', 'STATE_COMPANY_EXECUTIVE')),
  add column motivation text check (char_length(motivation) between 1 and 2000),
  add column ability_score smallint check (ability_score between 0 and 18),
  add column ability_seconds integer check (ability_seconds between 0 and 1500),
  add column sex text check (sex in ('FEMALE', 'MALE')),
  add column phone_confirmed_at timestamptz,
  add column email_confirmed_at timestamptz,
  add column version integer not null default 1 check (version > 0)`;

// A person holds one of the two places of the family card while they are in a wave, and for ever once awarded. The
// two keys keep three rules under any concurrency: two recipients a family card, one live registration and one award
// a person.
const kkClaim = `create table kk_claim (
  kk_index bytea not null check (octet_length(kk_index) = 16),
  slot smallint not null check (slot in (1, 2)),
  participant_id uuid not null unique,
  wave_number integer not null,
  primary key (kk_index, slot)
)`;

// What lists of other authorities say, by the blind index of the NIK. A row that left the list keeps its version.
const barredEntry = `create table barred_entry (
  list text not null check (list in ('SOCIAL_AID', 'STATE_OFFICIALS', 'STUDENTS', 'REVOKED')),
  nik_index bytea not null check (octet_length(nik_index) = 16),
  added_in integer not null,
  removed_in integer check (removed_in > added_in),
  primary key (list, nik_index)
)`;

export class Registration extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(participant);
    this.addSql('alter table nik_claim add constraint nik_claim_participant_uq unique (participant_id)');
    // Random, so that the published list of a draw tells nothing of the person or of when they joined.
    this.addSql('alter table registration add column entry_id uuid not null default gen_random_uuid()');
    this.addSql(kkClaim);
    this.addSql(barredEntry);
  }
}
