import { Migration } from '@mikro-orm/migrations';

// A secret that was committed to under the former procedure would be lost with its column.
const refuseOpenDraw = `do $$ declare number integer; begin
  select wave_number into number from draw where not exists (
    select from draw_result where draw_result.wave_number = draw.wave_number
  ) limit 1;
  if number is not null then
    raise exception 'wave % is frozen and not drawn: draw it with the former release first', number;
  end if;
end $$`;

// The checkpoint is all that a seed follows from beside the beacon. It is empty for draws of the former procedure.
const draw = `alter table draw
  add column attempt smallint not null default 1 check (attempt > 0),
  add column checkpoint text not null default '',
  add column notice_seconds integer not null default 0 check (notice_seconds >= 0),
  add column signing_closes_at timestamptz,
  drop column commitment,
  drop column secret_subject,
  drop column secret_sealed`;

const required = `alter table draw
  alter attempt drop default, alter checkpoint drop default, alter notice_seconds drop default,
  add check (signing_closes_at < beacon_at)`;

// Of a wave there may be several attempts, all but the last of them void; one is drawn at most.
const attempts = [
  'alter table draw_result drop constraint draw_result_wave_number_fkey',
  'alter table draw_region_result drop constraint draw_region_result_wave_number_region_no_fkey',
  'alter table draw_region drop constraint draw_region_wave_number_fkey',
  'alter table draw drop constraint draw_pkey, add primary key (wave_number, attempt)',
  'alter table draw add foreign key (wave_number) references wave',
  ...['draw_region', 'draw_chunk', 'draw_result', 'draw_region_result'].map(
    (table) => `alter table ${table} add column attempt smallint not null default 1`,
  ),
  ...['draw_region', 'draw_chunk', 'draw_result', 'draw_region_result'].map(
    (table) => `alter table ${table} alter attempt drop default`,
  ),
  `alter table draw_region drop constraint draw_region_pkey,
    drop constraint draw_region_wave_number_region_code_key,
    add primary key (wave_number, attempt, region_no), add unique (wave_number, attempt, region_code),
    add foreign key (wave_number, attempt) references draw`,
  `alter table draw_chunk drop constraint draw_chunk_pkey, drop constraint draw_chunk_wave_number_first_entry_key,
    add primary key (wave_number, attempt, chunk_no), add unique (wave_number, attempt, first_entry)`,
  'alter table draw_result add foreign key (wave_number, attempt) references draw',
  'alter table draw_region_result add foreign key (wave_number, attempt, region_no) references draw_region',
];

// Of a former draw the secret and the root were hashed behind the signature: kept, so that its seed can be checked.
const result = [
  'alter table draw_result disable trigger refuse_change',
  `alter table draw_result add column sealed bytea not null default ''`,
  'update draw_result set sealed = secret || root',
  'alter table draw_result enable trigger refuse_change',
  'alter table draw_result drop column secret',
  `alter table draw_result alter sealed drop default,
    add check (octet_length(sealed) in (32, 64)), add check (seed = sha256(beacon_signature || sealed))`,
];

export class Checkpoints extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const sql of [refuseOpenDraw, draw, required, ...attempts, ...result]) this.addSql(sql);
  }
}
