import { Migration } from '@mikro-orm/migrations';

// What is published before the draw. Its round lies in the future, so nobody knows the seed yet.
const draw = `create table draw (
  wave_number integer primary key references wave,
  entry_count integer not null check (entry_count >= 0),
  root bytea not null check (octet_length(root) = 32),
  chunk_roots bytea not null check (octet_length(chunk_roots) % 32 = 0),
  quota integer not null check (quota >= 0),
  quota_formula text not null,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  commitment bytea not null check (octet_length(commitment) = 32),
  secret_subject uuid not null,
  secret_sealed bytea not null,
  beacon_chain text not null,
  beacon_round bigint not null check (beacon_round > 0),
  beacon_at timestamptz not null check (beacon_at > frozen_at),
  frozen_at timestamptz not null
)`;

// Regions of a wave are numbered in the order of their codes: two bytes an entry instead of six.
const region = `create table draw_region (
  wave_number integer not null references draw,
  region_no smallint not null check (region_no >= 0),
  region_code text not null references region,
  eligible integer not null check (eligible > 0),
  quota integer not null check (quota between 0 and eligible),
  primary key (wave_number, region_no),
  unique (wave_number, region_code)
)`;

// The published list: 4,096 entries a row, 16 bytes each in ascending order, and the numbers of their regions. A proof
// reads one row.
const chunk = `create table draw_chunk (
  wave_number integer not null,
  chunk_no integer not null check (chunk_no >= 0),
  first_entry uuid not null,
  entries bytea not null check (octet_length(entries) between 16 and 65536 and octet_length(entries) % 16 = 0),
  regions bytea not null check (octet_length(regions) * 8 = octet_length(entries)),
  primary key (wave_number, chunk_no),
  unique (wave_number, first_entry)
)`;

// Random bytes do not compress: trying costs more than the rest of the freeze.
const plainChunks = `alter table draw_chunk alter entries set storage external, alter regions set storage external`;

const result = `create table draw_result (
  wave_number integer primary key references draw,
  beacon_signature bytea not null check (octet_length(beacon_signature) = 48),
  secret bytea not null check (octet_length(secret) = 32),
  seed bytea not null check (seed = sha256(beacon_signature || secret || root)),
  root bytea not null,
  winner_count integer not null check (winner_count >= 0),
  drawn_at timestamptz not null
)`;

const regionResult = `create table draw_region_result (
  wave_number integer not null references draw_result,
  region_no smallint not null,
  threshold bytea check (octet_length(threshold) = 32),
  primary key (wave_number, region_no),
  foreign key (wave_number, region_no) references draw_region
)`;

const winner = `create table draw_winner (
  wave_number integer not null,
  region_no smallint not null,
  entry_id uuid not null,
  rank bytea not null,
  primary key (entry_id, wave_number)
) partition by list (wave_number)`;

const refuse = `create function refuse_draw_change() returns trigger language plpgsql as $$
begin
  raise exception 'a draw is never changed: % of % is refused', tg_op, tg_table_name
    using errcode = 'restrict_violation';
end $$`;

const refuseChange = (table: string) => `create trigger refuse_change before update or delete on ${table}
  for each row execute function refuse_draw_change()`;

const refuseTruncate = (table: string) => `create trigger refuse_truncate before truncate on ${table}
  for each statement execute function refuse_draw_change()`;

// After the freeze nobody enters or leaves the list, and only a drawn entry can be announced as selected. A winner who
// is found ineligible at the announcement may still be turned down.
const guard = `create function guard_frozen_registration() returns trigger language plpgsql as $$
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
  raise exception 'the entries of wave % are frozen: % is refused', coalesce(old.wave_number, new.wave_number), tg_op
    using errcode = 'restrict_violation';
end $$`;

// Creating the trigger waits for those who write to the wave and keeps others out until the freeze has ended.
const freeze = `create function freeze_registrations(number integer) returns void language plpgsql as $$
begin
  execute format('create or replace trigger guard_frozen before insert or update or delete on %I
    for each row execute function guard_frozen_registration()', 'registration_w' || number);
end $$`;

export class Draw extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const table of [draw, region, chunk, plainChunks, result, regionResult, winner]) this.addSql(table);
    this.addSql(refuse);
    for (const table of ['draw', 'draw_region', 'draw_chunk', 'draw_result', 'draw_region_result', 'draw_winner']) {
      this.addSql(refuseChange(table));
      this.addSql(refuseTruncate(table));
    }
    this.addSql(guard);
    this.addSql(freeze);
  }
}
