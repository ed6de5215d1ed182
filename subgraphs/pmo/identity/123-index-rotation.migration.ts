import { Migration } from '@mikro-orm/migrations';
import { indexMoveTables, isMovingIndexes, longerIndexes } from '../../kit/vault/index-move.tables.ts';

// Devices come before what has marks counted anew, and claims behind what they are made from. A place on a card of
// one's own has no index.
const indexed = [
  { kind: 'device', table: 'participant_device', column: 'device_index' },
  { kind: 'phone', table: 'participant_identity', column: 'phone_index' },
  { kind: 'email', table: 'participant_identity', column: 'email_index' },
  { kind: 'nik', table: 'unconfirmed_identity', column: 'nik_index' },
  { kind: 'nik', table: 'identity_dispute', column: 'nik_index' },
  { kind: 'nik', table: 'nik_claim', column: 'nik_index' },
  { kind: 'nik', table: 'barred_entry', column: 'nik_index' },
  { kind: 'kk', table: 'participant_identity', column: 'kk_index' },
  { kind: 'kk', table: 'kk_claim', column: 'kk_index', where: 'kk_index <> uuid_send(participant_id)' },
];

// An identity stays as it is, also where the key of its indexes does not.
const keepIdentity = `create or replace function keep_identity_in_wave() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and ${isMovingIndexes} then
    return new;
  end if;
  if tg_table_name = 'participant_identity'
    and exists (select from unconfirmed_identity where participant_id = old.participant_id)
    and not exists (select from award_claim where participant_id = old.participant_id) then
    return new;
  end if;
  if tg_table_name = 'nik_claim' and tg_op = 'DELETE' and exists (
    select from identity_dispute where holder_id = old.participant_id and status = 'GRANTED'
  ) then
    return old;
  end if;
  if exists (select from kk_claim where participant_id = old.participant_id)
    or exists (select from award_claim where participant_id = old.participant_id) then
    raise exception 'the identity of % is in a wave or awarded', old.participant_id
      using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$`;

const refuseDisputeChange = `create or replace function refuse_dispute_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and ${isMovingIndexes} then
    return new;
  end if;
  if tg_op = 'UPDATE' and tg_table_name = 'identity_dispute' then
    if old.status in ('OPEN', 'PROPOSED') and new.id = old.id and new.participant_id = old.participant_id then
      return new;
    end if;
    old.evidence := '—';
    if new is not distinct from old then return new; end if;
  elsif tg_op = 'UPDATE' then
    old.reason := '—';
    if new is not distinct from old then return new; end if;
  end if;
  raise exception 'disputes and what was said in them stay: % is refused', tg_op using errcode = 'restrict_violation';
end $$`;

export class IndexRotation extends Migration {
  override up(): void {
    for (const { table, column } of indexed) this.addSql(longerIndexes(table, column));
    this.addSql(longerIndexes('shared_mark', 'mark'));
    this.addSql(longerIndexes('verification_code', 'code_hash'));
    for (const statement of [...indexMoveTables(indexed), keepIdentity, refuseDisputeChange]) this.addSql(statement);
  }
}
