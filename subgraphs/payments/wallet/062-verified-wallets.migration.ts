import { Migration } from '@mikro-orm/migrations';

export class VerifiedWallets extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // What the partner said last of the account. `nik_proof`: the HMAC of the holder's NIK, as the partner gives it.
    this.addSql(`alter table wallet
      add column linked_at timestamptz,
      add column checked_at timestamptz,
      add column is_active boolean not null default true,
      add column is_nik_different boolean not null default false,
      add column nik_proof text check (nik_proof ~ '^[A-Za-z0-9+/_=-]{20,100}$'),
      add column usable_from timestamptz,
      add constraint wallet_checked_ck check (checked_at is not null or (is_active and not is_nik_different
        and nik_proof is null)),
      add constraint wallet_verified_ck check (verified_at is null or (is_active and not is_nik_different)),
      add column state text not null generated always as (case when not is_active then 'INACTIVE'
        when is_nik_different then 'MISMATCH' when verified_at is not null then 'VERIFIED' else 'LINKED' end) stored`);
    // One account serves one person, once it is verified: who links another's by mistake or to annoy stops nobody.
    this.addSql(`create unique index wallet_number_uq on wallet (partner_code, number_index)
      where number_index is not null and verified_at is not null`);
    // For ever: who links another account does not free the one before for somebody else.
    this.addSql(`create table account_claim (
      partner_code text not null,
      number_index bytea not null check (octet_length(number_index) = 16),
      participant_id uuid not null,
      claimed_at timestamptz not null,
      primary key (partner_code, number_index)
    )`);
    this.addSql(`insert into account_claim (partner_code, number_index, participant_id, claimed_at)
      select partner_code, number_index, participant_id, verified_at from wallet
      where number_index is not null and verified_at is not null`);
    // What pmo says of a person's NIK: an HMAC under a key that is for this alone, never the NIK.
    this.addSql(`create table nik_attestation (
      participant_id uuid primary key,
      nik_proof text not null check (nik_proof ~ '^[A-Za-z0-9_-]{43}$'),
      attested_at timestamptz not null
    )`);
  }
}
