import { Migration } from '@mikro-orm/migrations';

// Registrations and decisions are kept by wave. What is asked for by the person would lock and look into each wave that
// there ever was, so this says which ones to ask.
const table = `create table participant_wave (
  participant_id uuid not null,
  wave_number integer not null,
  is_registered boolean not null,
  refused_for bytea check (octet_length(refused_for) = 32),
  primary key (participant_id, wave_number),
  check (is_registered or refused_for is not null)
)`;

// Whoever writes the registration. Rows in one order, so that two who write the same ones wait for one another.
const follow = `create function remember_waves() returns trigger language plpgsql as $$
begin
  insert into participant_wave (participant_id, wave_number, is_registered)
  select participant_id, wave_number, true from added order by participant_id, wave_number
  on conflict (participant_id, wave_number) do update set is_registered = true where not participant_wave.is_registered;
  return null;
end $$`;

// A parameter for the wave would lock the parts of all waves, since a prepared plan is made for any of them.
const registrationsIn = `create function registrations_in(people uuid[], waves integer[])
returns setof registration language plpgsql stable as $$
declare
  wave integer;
begin
  for wave in select distinct number from unnest(waves) as number loop
    return query execute format('select * from registration_w%s where participant_id = any($1)', wave) using people;
  end loop;
end $$`;

const decisionsIn = `create function decisions_in(people uuid[], waves integer[], before uuid, most integer)
returns setof policy_decision language plpgsql stable as $$
declare
  wave integer;
begin
  for wave in select distinct number from unnest(waves) as number loop
    return query execute format('select decision.* from unnest($1) as person (id) cross join lateral (
      select * from policy_decision_w%s where participant_id = person.id and id < $2 order by id desc limit $3
    ) as decision', wave) using people, before, most;
  end loop;
end $$`;

const backfill = `insert into participant_wave (participant_id, wave_number, is_registered, refused_for)
  select participant_id, wave_number, registration.participant_id is not null, facts_hash from (
    select distinct on (participant_id, wave_number) participant_id, wave_number, facts_hash from policy_decision
      where purpose = 'JOIN' and reasons <> '{}' order by participant_id, wave_number, id desc
  ) as refused full join registration using (participant_id, wave_number)`;

export class ParticipantWaves extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [table, follow, registrationsIn, decisionsIn, backfill]) this.addSql(statement);
    this.addSql(`create trigger remember_waves after insert on registration referencing new table as added
      for each statement execute function remember_waves()`);
  }
}
