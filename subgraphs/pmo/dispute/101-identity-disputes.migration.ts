import { Migration } from '@mikro-orm/migrations';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

// One at a time for a person; whom it was against is known when it is decided.
const dispute = `create table identity_dispute (
  id uuid primary key,
  participant_id uuid not null,
  nik_index bytea not null check (octet_length(nik_index) = 16),
  holder_id uuid check (holder_id <> participant_id),
  status text not null default 'OPEN' check (status in ('OPEN', 'PROPOSED', 'GRANTED', 'REJECTED')),
  evidence text not null check (char_length(evidence) between 1 and 200),
  opened_at timestamptz not null,
  decided_at timestamptz,
  check ((status in ('GRANTED', 'REJECTED')) = (decided_at is not null))
)`;

const opinion = `create table identity_dispute_opinion (
  dispute_id uuid not null references identity_dispute,
  number smallint not null check (number > 0),
  outcome text not null check (outcome in ('GRANTED', 'REJECTED')),
  reason text not null check (char_length(reason) between 1 and 500),
  officer text not null,
  stated_at timestamptz not null,
  primary key (dispute_id, number)
)`;

// Of an erased person the evidence and the reasons go, in the words that somebody wrote.
const refuse = `create function refuse_dispute_change() returns trigger language plpgsql as $$
begin
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

// Two officers have said the same: whoever writes it.
const two = `create function require_two_officers() returns trigger language plpgsql as $$
begin
  if (select count(distinct officer) from (
    select officer, outcome from identity_dispute_opinion where dispute_id = new.id order by number desc limit 2
  ) as last where outcome = new.status) < 2 then
    raise exception 'a dispute is decided by two officers who say the same' using errcode = 'restrict_violation';
  end if;
  return null;
end $$`;

// An identity stays while its holder is in a wave, and for ever once awarded: unless a dispute was decided against them.
const keepIdentity = `create or replace function keep_identity_in_wave() returns trigger language plpgsql as $$
begin
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

const moves = ['OPEN>PROPOSED', 'PROPOSED>GRANTED', 'PROPOSED>REJECTED'];

export class IdentityDisputes extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [dispute, opinion, refuse, two, keepIdentity]) this.addSql(statement);
    this.addSql(`create unique index identity_dispute_live_uq on identity_dispute (participant_id)
      where status in ('OPEN', 'PROPOSED')`);
    this.addSql('create index identity_dispute_participant_ix on identity_dispute (participant_id, id)');
    this.addSql(`create index identity_dispute_holder_ix on identity_dispute (holder_id) where holder_id is not null`);
    for (const table of ['identity_dispute', 'identity_dispute_opinion'])
      this.addSql(`create trigger refuse_change before update or delete on ${table}
        for each row execute function refuse_dispute_change()`);
    this.addSql(`create trigger require_two_officers after update of status on identity_dispute for each row
      when (new.status in ('GRANTED', 'REJECTED')) execute function require_two_officers()`);
    for (const statement of refuseOtherMoves('identity_dispute', moves)) this.addSql(statement);
  }
}
