import { Migration } from '@mikro-orm/migrations';

// The place of a person goes with them to another family card. Where both places of that one are taken the person keeps
// the old place, and `moved_to` says which card is full: the screening or the announcement then says KK_FULL.
const movedTo = `alter table kk_claim add column moved_to bytea
  check (octet_length(moved_to) = 16 and moved_to <> kk_index)`;

const movePlace = `create function move_place(person uuid, card bytea) returns boolean language plpgsql as $$
begin
  for place in 1..2 loop
    begin
      update kk_claim set slot = case when kk_index = card then slot else place end, kk_index = card, moved_to = null
        where participant_id = person;
      return true;
    exception when unique_violation then null;
    end;
  end loop;
  update kk_claim set moved_to = card where participant_id = person;
  return false;
end $$`;

const follow = `create function follow_family_card() returns trigger language plpgsql as $$
begin
  perform move_place(new.participant_id, new.kk_index);
  return null;
end $$`;

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

export class CardMoves extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(movedTo);
    this.addSql('create index kk_claim_moved_ix on kk_claim (wave_number, participant_id) where moved_to is not null');
    for (const statement of [movePlace, follow, requirePlace, backfill]) this.addSql(statement);
    this.addSql(`create trigger follow_family_card after update of kk_index on participant_identity for each row
      when (new.kk_index is distinct from old.kk_index and new.kk_index is not null)
      execute function follow_family_card()`);
    this.addSql(`create trigger require_place after insert on award_claim referencing new table as awarded
      for each statement execute function require_place()`);
  }
}
