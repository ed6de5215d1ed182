import { Migration } from '@mikro-orm/migrations';

// Counts one wave as it is, by region. A statement with the wave as a parameter would open the parts of all waves, also
// where nothing is counted; a wave known from publications only has no part.
const count = `create function funnel_now(wave integer)
returns table (region_code text, applied integer, eligible integer, selected integer) language plpgsql stable as $$
begin
  if to_regclass('registration_w' || wave) is null then return; end if;
  return query execute format($query$
    select registration.region_code, count(*)::int,
      (count(*) filter (where status in ('ELIGIBLE', 'SELECTED', 'NOT_SELECTED')))::int,
      (count(*) filter (where status = 'SELECTED'))::int
    from registration_w%s as registration group by 1
  $query$, wave);
end $$`;

export class LiveFunnels extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(count);
  }
}
