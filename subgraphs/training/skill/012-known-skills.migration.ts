import { Migration } from '@mikro-orm/migrations';
import { knownSkillTables } from '../../kit/known-skills.tables.ts';

export class KnownSkills extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of knownSkillTables()) this.addSql(statement);
  }
}
