import { Migration } from '@mikro-orm/migrations';
import pg from 'pg';
import { readRegions } from './regions.data.ts';

// Nobody can register without a region, on a graph without sample data too. The list is that of the version that runs this
// first: what is added to it later comes by a migration of its own, which takes no notice of what is there.
export class ReferenceData extends Migration {
  override async up(): Promise<void> {
    const regions = pg.escapeLiteral(JSON.stringify(await readRegions()));
    this.addSql(`insert into region (code, name, level, parent_code, is_city)
      select code, name, level, "parentCode", "isCity" from jsonb_to_recordset(${regions}::jsonb)
        as listed (code text, name text, level text, "parentCode" text, "isCity" boolean)
      on conflict do nothing`);
  }
}
