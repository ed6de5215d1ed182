import { Migration } from '@mikro-orm/migrations';
import pg from 'pg';
import { skills } from './skills.data.ts';

// As with regions (113): the list of the version that runs this first.
export class Skills extends Migration {
  override up(): void {
    const listed = pg.escapeLiteral(JSON.stringify(skills));
    this.addSql(`insert into skill (code, name, name_id, isco_code, category)
      select code, name, "nameId", "iscoCode", category from jsonb_to_recordset(${listed}::jsonb)
        as listed (code text, name text, "nameId" text, "iscoCode" text, category text)
      on conflict do nothing`);
  }
}
