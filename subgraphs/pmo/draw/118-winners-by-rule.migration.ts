import { Migration } from '@mikro-orm/migrations';

// HMAC (RFC 2104) fills its key to a block and adds it to either pad. Once a draw, so that a rank is two hashes.
const key = `create function draw_key(seed bytea, pad integer) returns bytea
  language plpgsql immutable strict parallel safe as $$
declare
  block bytea := decode(repeat('00', 64), 'hex');
begin
  for place in 0 .. 63 loop
    block := set_byte(block, place, pad # case when place < octet_length(seed) then get_byte(seed, place) else 0 end);
  end loop;
  return block;
end $$`;

const keys = `alter table draw_result
  add column inner_key bytea not null generated always as (draw_key(seed, 54)) stored,
  add column outer_key bytea not null generated always as (draw_key(seed, 92)) stored`;

// Reads whole lists: not to be asked for one entry, and `as materialized` where it is joined. A chunk is taken out of its store once, not for each of its entries.
const view = `create view draw_winner_by_rule as
  select drawn.wave_number, listed.region_no, listed.entry_id, listed.rank
  from draw_result as drawn join draw_chunk as chunk using (wave_number, attempt)
    cross join lateral (select chunk.entries || '' as ids, chunk.regions || '' as numbers offset 0) as flat
    cross join lateral (
      select (get_byte(numbers, place * 2) + 256 * get_byte(numbers, place * 2 + 1))::smallint as region_no,
        encode(substr(ids, place * 16 + 1, 16), 'hex')::uuid as entry_id,
        sha256(outer_key || sha256(inner_key || substr(ids, place * 16 + 1, 16))) as rank
      from generate_series(0, octet_length(ids) / 16 - 1) as place
    ) as listed
    join draw_region_result as region on region.wave_number = drawn.wave_number and region.region_no = listed.region_no
  where listed.rank <= region.threshold`;

// Rows of former draws say what follows from their seeds: looked at before they go.
const refuseOthers = `do $$ declare number integer; begin
  with by_rule as materialized (select * from draw_winner_by_rule)
  select wave_number into number from draw_winner as stored full join by_rule as ruled using (wave_number, entry_id, region_no, rank)
    where stored.entry_id is null or ruled.entry_id is null limit 1;
  if number is not null then
    raise exception 'the stored winners of wave % do not follow from its seed and thresholds', number;
  end if;
end $$`;

const winners = [
  view,
  refuseOthers,
  'drop table draw_winner',
  'alter view draw_winner_by_rule rename to draw_winner',
  `create trigger refuse_change instead of insert or update or delete on draw_winner
    for each row execute function refuse_draw_change()`,
];

const rule = `create function draw_wins(wave integer, entry uuid, region text) returns boolean
  language sql stable parallel safe as $$
    select sha256(outer_key || sha256(inner_key || uuid_send(entry))) <= threshold
    from draw_result join draw_region using (wave_number, attempt)
      join draw_region_result using (wave_number, region_no)
    where wave_number = wave and region_code = region
  $$`;

// As before, but for who is a winner: an entry that is eligible now was eligible at the freeze, in the same region.
const guard = `create or replace function guard_frozen_registration() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.status in ('JOINED', 'INELIGIBLE') then return old; end if;
  elsif tg_op = 'INSERT' then
    if new.status in ('JOINED', 'INELIGIBLE') then return new; end if;
  elsif old.status in ('JOINED', 'INELIGIBLE') then
    if new.status in ('JOINED', 'INELIGIBLE') then return new; end if;
  elsif (new.wave_number, new.participant_id, new.entry_id, new.region_code)
      = (old.wave_number, old.participant_id, old.entry_id, old.region_code) then
    if new.status = old.status then return new; end if;
    if old.status = 'ELIGIBLE' and exists (select from draw_result where wave_number = old.wave_number) then
      if new.status in ('NOT_SELECTED', 'INELIGIBLE') then return new; end if;
      if new.status = 'SELECTED' and draw_wins(old.wave_number, old.entry_id, old.region_code) then
        return new;
      end if;
    end if;
  end if;
  if not exists (
    select from draw where draw.wave_number = coalesce(old.wave_number, new.wave_number) and not exists (
      select from draw_void
      where draw_void.wave_number = draw.wave_number and draw_void.attempt = draw.attempt
    )
  ) and exists (select from draw_void where draw_void.wave_number = coalesce(old.wave_number, new.wave_number)) then
    return coalesce(new, old);
  end if;
  raise exception 'the entries of wave % are frozen: % is refused', coalesce(old.wave_number, new.wave_number), tg_op
    using errcode = 'restrict_violation';
end $$`;

export class WinnersByRule extends Migration {
  override up(): void {
    for (const sql of [key, keys, ...winners, rule, guard]) this.addSql(sql);
  }
}
