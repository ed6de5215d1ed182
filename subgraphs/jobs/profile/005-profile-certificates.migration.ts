import { Migration } from '@mikro-orm/migrations';

export class ProfileCertificates extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // What a profile consists of: a revoked certificate takes its skills away, also when it is revoked before it is
    // heard of. The participant leads the key, as in the profile.
    this.addSql(`create table profile_certificate (
      participant_id uuid not null,
      certificate_id uuid not null,
      skills text[] not null default '{}',
      issued_at timestamptz,
      revoked_at timestamptz,
      primary key (participant_id, certificate_id),
      check (num_nulls(issued_at, revoked_at) < 2)
    )`);
    // A profile is locked before its certificates are read, a new one by an empty row; none is empty at the commit.
    this.addSql('alter table skill_profile drop constraint skill_profile_skills_check');
    // Profiles from before: one certificate each, under the person's own id, that nobody can revoke.
    this.addSql(`insert into profile_certificate (participant_id, certificate_id, skills, issued_at)
      select participant_id, participant_id, skills, updated_at from skill_profile`);
  }
}
