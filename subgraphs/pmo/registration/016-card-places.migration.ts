import { Migration } from '@mikro-orm/migrations';

// Whoever writes the award, and whatever was read before: it takes a place, where the card is known.
const requirePlace = `create function require_place() returns trigger language plpgsql as $$
declare
  person uuid;
begin
  select participant_id into person from awarded join participant_identity using (participant_id)
    where kk_index is not null and not exists (
      select from kk_claim where kk_claim.participant_id = awarded.participant_id
    ) limit 1;
  if found then
    raise exception 'an award takes a place on the family card: % has none', person using errcode = 'restrict_violation';
  end if;
  return null;
end $$`;

// Rows that were not written by joining, as those of the sample data, hold their places from here on.
const backfill = `with waiting as (
    select kk_index, participant_id, wave_number,
      row_number() over (partition by kk_index order by is_awarded desc, participant_id) as nth
    from (
      select participant_id, wave_number, true as is_awarded from award_claim
      union all
      select participant_id, wave_number, false from registration
      where status in ('JOINED', 'ELIGIBLE', 'SELECTED')
        and not exists (select from award_claim where award_claim.participant_id = registration.participant_id)
    ) as holder join participant_identity using (participant_id)
    where kk_index is not null
      and not exists (select from kk_claim where kk_claim.participant_id = holder.participant_id)
  ), free as (
    select kk_index, slot, row_number() over (partition by kk_index order by slot) as nth
    from (select distinct kk_index from waiting) as card cross join (values (1), (2)) as place (slot)
    where not exists (select from kk_claim where kk_claim.kk_index = card.kk_index and kk_claim.slot = place.slot)
  )
  insert into kk_claim (kk_index, slot, participant_id, wave_number)
  select kk_index, slot, participant_id, wave_number from waiting join free using (kk_index, nth)
  on conflict do nothing`;

export class CardPlaces extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [requirePlace, backfill]) this.addSql(statement);
    this.addSql(`create trigger require_place after insert on award_claim referencing new table as awarded
      for each statement execute function require_place()`);
  }
}
