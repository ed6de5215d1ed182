import { Migration } from '@mikro-orm/migrations';

// `region_code` is where the person lived when it was granted: what the portals are told.
const consent = `create table consent (
  id uuid primary key,
  participant_id uuid not null,
  portal_id uuid references organization,
  purpose text not null check (purpose in ('JOB_MATCHING', 'INVITATION', 'STATISTICS')),
  region_code text not null,
  status text not null check (status in ('GRANTED', 'WITHDRAWN', 'EXPIRED')),
  granted_at timestamptz not null,
  until timestamptz not null,
  ended_at timestamptz,
  constraint consent_until_ck check (until > granted_at and until <= granted_at + interval '730 days'),
  constraint consent_ended_at_ck check ((status = 'GRANTED') = (ended_at is null))
)`;

export class Consent extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(consent);
    // One live consent for a person, a portal (or all) and a purpose, under any concurrency.
    this.addSql(`create unique index consent_live_uq on consent (participant_id, portal_id, purpose)
      nulls not distinct where status = 'GRANTED'`);
    this.addSql('create index consent_participant_ix on consent (participant_id, id)');
    this.addSql(`create index consent_until_ix on consent (until) where status = 'GRANTED'`);
  }
}
