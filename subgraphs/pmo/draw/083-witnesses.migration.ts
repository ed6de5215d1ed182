import { Migration } from '@mikro-orm/migrations';

const tables = [
  `create table draw_roster (
    wave_number integer primary key references wave,
    threshold smallint not null check (threshold > 0),
    keys text[] not null check (threshold * 2 > cardinality(keys) and threshold <= cardinality(keys)),
    set_by text not null,
    set_at timestamptz not null
  )`,
  `create table draw_approval (
    wave_number integer not null,
    attempt smallint not null,
    approved_by text not null,
    approved_at timestamptz not null,
    primary key (wave_number, attempt),
    foreign key (wave_number, attempt) references draw
  )`,
  `create table draw_cosignature (
    wave_number integer not null,
    attempt smallint not null,
    key text not null,
    line text not null,
    signed_at timestamptz not null,
    received_at timestamptz not null,
    primary key (wave_number, attempt, key),
    foreign key (wave_number, attempt) references draw_approval
  )`,
  `create table draw_void (
    wave_number integer not null,
    attempt smallint not null,
    reason text not null,
    voided_by text not null,
    voided_at timestamptz not null,
    primary key (wave_number, attempt),
    foreign key (wave_number, attempt) references draw
  )`,
];

const refuseChange = (table: string) => `create trigger refuse_change before update or delete on ${table}
  for each row execute function refuse_draw_change()`;

// The entries of an attempt that is void may be put right before the next one.
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
      if new.status = 'SELECTED' and exists (
        select from draw_winner where entry_id = old.entry_id and wave_number = old.wave_number
      ) then return new; end if;
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

export class Witnesses extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const table of tables) this.addSql(table);
    for (const table of ['draw_approval', 'draw_cosignature', 'draw_void']) this.addSql(refuseChange(table));
    this.addSql(guard);
  }
}
