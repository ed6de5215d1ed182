import { Migration } from '@mikro-orm/migrations';
import { knownSkills } from '../../kit/known-skills.data.ts';

export class KnownSkills extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql("create table known_skill (code text primary key check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'))");
    this.addSql(`insert into known_skill (code) values ${knownSkills.map((code) => `('${code}')`).join(', ')}`);
  }
}
