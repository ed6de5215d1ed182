import { Migration } from '@mikro-orm/migrations';

// People whose NIK is not confirmed, and what the civil registry is asked next; whoever is confirmed has a row in
// nik_claim instead. It stays small: the freeze of millions asks for those who are in it.
const table = `create table unconfirmed_identity (
  participant_id uuid primary key,
  nik_index bytea check (octet_length(nik_index) = 16),
  state text not null default 'WAITING' check (state in ('WAITING', 'NOT_CONFIRMED')),
  reason text check (reason in ('NO_MATCH', 'UNKNOWN', 'CLAIMED', 'DISPUTE')),
  field text check (field in ('NAME', 'BIRTH_DATE', 'KK')),
  round integer not null default 0 check (round >= 0),
  failures smallint not null default 0 check (failures >= 0),
  next_at timestamptz,
  since timestamptz not null,
  check ((state = 'WAITING') = (next_at is not null)),
  check ((state = 'NOT_CONFIRMED') = (reason is not null)),
  check ((field is not null) = (reason is not distinct from 'NO_MATCH'))
)`;

// Claims from before nobody was asked: they stay, and say so.
const claims = `alter table nik_claim
  add column basis text not null default 'LEGACY' check (basis in ('LEGACY', 'REGISTRY', 'DISPUTE')),
  add column confirmed_at timestamptz`;

// Whoever registered and holds no claim was second, and nobody knows whether by right: the registry is asked. Their NIK
// is sealed; its index is added when it is opened.
const backfill = `insert into unconfirmed_identity (participant_id, next_at, since)
  select id, now(), now() from participant
  where not exists (select from nik_claim where nik_claim.participant_id = participant.id)
    and exists (select from participant_identity where participant_identity.participant_id = participant.id)`;

// What is not confirmed may be put right in a wave, too: the place that its holder has is on no family card yet.
const keepIdentity = `create or replace function keep_identity_in_wave() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'participant_identity'
    and exists (select from unconfirmed_identity where participant_id = old.participant_id)
    and not exists (select from award_claim where participant_id = old.participant_id) then
    return new;
  end if;
  if exists (select from kk_claim where participant_id = old.participant_id)
    or exists (select from award_claim where participant_id = old.participant_id) then
    raise exception 'the identity of % is in a wave or awarded', old.participant_id
      using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$`;

export class IdentityMatches extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [table, backfill, keepIdentity]) this.addSql(statement);
    this.addSql(`create index unconfirmed_identity_next_ix on unconfirmed_identity (next_at) where state = 'WAITING'`);
    // Its lock comes last: nobody registers while it is held.
    this.addSql(claims);
  }
}
