import { Migration } from '@mikro-orm/migrations';

const tables = [
  'create table labour_market_week (week date primary key check (extract(isodow from week) = 1), counted_at timestamptz not null)',
  // What the public sees. The database refuses a supply that says something about fewer than ten people.
  `create table labour_market_figure (
    region_code text collate "C" not null check (region_code ~ '^([0-9]{2}([.][0-9]{2})?)?$'),
    week date not null references labour_market_week on delete cascade,
    skill_code text collate "C" not null,
    demand integer not null check (demand >= 0),
    supply integer check (supply >= 10 and supply % 10 = 0),
    primary key (region_code, week, skill_code),
    check (demand > 0 or supply is not null)
  )`,
];

export class LabourMarket extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of tables) this.addSql(statement);
  }
}
