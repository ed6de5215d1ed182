import { Migration } from '@mikro-orm/migrations';

// As pmo told them. One that is withdrawn stays as such, so that its grant may arrive later.
const consent = `create table consent (
  id uuid primary key,
  participant_id uuid not null,
  portal_id uuid,
  purpose text not null,
  region_code text collate "C" not null check (region_code ~ '^[0-9]{2}([.][0-9]{2})?$'),
  until timestamptz not null,
  withdrawn_at timestamptz
)`;

export class Consents extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(consent);
    this.addSql('create index consent_participant_ix on consent (participant_id, id) where withdrawn_at is null');
    // Portals ask for people by their skills.
    this.addSql('create index skill_profile_skills_ix on skill_profile using gin (skills)');
  }
}
