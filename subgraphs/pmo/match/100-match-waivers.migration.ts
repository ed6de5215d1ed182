import { Migration } from '@mikro-orm/migrations';

// A wave is frozen without those whom the civil registry has not answered about when two officers say so, in public.
const table = `create table match_waiver (
  wave_number integer primary key references wave,
  reason text not null check (char_length(reason) between 3 and 500),
  proposed_by text not null,
  proposed_at timestamptz not null,
  approved_by text check (approved_by <> proposed_by),
  approved_at timestamptz check ((approved_at is null) = (approved_by is null))
)`;

const refuse = `create function refuse_waiver_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.approved_by is null then return new; end if;
  raise exception 'what two officers decided about wave % stays', old.wave_number using errcode = 'restrict_violation';
end $$`;

export class MatchWaivers extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [table, refuse]) this.addSql(statement);
    this.addSql(`create trigger refuse_change before update or delete on match_waiver
      for each row execute function refuse_waiver_change()`);
  }
}
