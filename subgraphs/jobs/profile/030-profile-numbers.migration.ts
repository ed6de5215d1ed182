import { Migration } from '@mikro-orm/migrations';

export class ProfileNumbers extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // The roster of alumni lists people by it. It leads to nobody once the profile is gone.
    this.addSql('alter table skill_profile add column number int not null generated always as identity');
    this.addSql('create unique index skill_profile_number_uq on skill_profile (number)');
    // The level of each skill, in the same order; not known of certificates from before.
    this.addSql(`alter table profile_certificate add column levels text[]
      check (levels is null or cardinality(levels) = cardinality(skills))`);
  }
}
