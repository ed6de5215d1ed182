import { Migration } from '@mikro-orm/migrations';
import pg from 'pg';
import { skills } from '../skill/skills.data.ts';
import { readRegions } from './regions.data.ts';

const fromJson = (rows: readonly object[], columns: string) =>
  `jsonb_to_recordset(${pg.escapeLiteral(JSON.stringify(rows))}::jsonb) as listed (${columns})`;

// Nobody can register without a region, on a graph without sample data too. The two lists are those of the version that
// runs this first: what is added to them later comes by a migration of its own, which takes no notice of what is there.
export class ReferenceData extends Migration {
  override async up(): Promise<void> {
    this.addSql(`insert into region (code, name, level, parent_code, is_city)
      select code, name, level, "parentCode", "isCity"
      from ${fromJson(await readRegions(), 'code text, name text, level text, "parentCode" text, "isCity" boolean')}
      on conflict do nothing`);
    this.addSql(`insert into skill (code, name, name_id, isco_code, category)
      select code, name, "nameId", "iscoCode", category
      from ${fromJson(skills, 'code text, name text, "nameId" text, "iscoCode" text, category text')}
      on conflict do nothing`);
  }
}
