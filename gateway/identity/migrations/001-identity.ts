import { Migration } from '@mikro-orm/migrations';

export class Identity extends Migration {
  override up(): void {
    this.addSql(`set lock_timeout = '3s'`);
    // What oidc-provider keeps. The key is a hash, since a session's or a refresh token's id lets its reader in.
    this.addSql(`create table oidc_state (
      model text not null,
      id bytea not null,
      payload jsonb not null,
      grant_id text,
      user_code text,
      uid text,
      consumed_at timestamptz,
      expires_at timestamptz not null,
      primary key (model, id)
    )`);
    this.addSql(`create index oidc_state_grant_ix on oidc_state (grant_id) where grant_id is not null`);
    this.addSql(`create index oidc_state_user_code_ix on oidc_state (user_code) where user_code is not null`);
    this.addSql(`create index oidc_state_uid_ix on oidc_state (uid) where uid is not null`);
    this.addSql(`create index oidc_state_expiry_ix on oidc_state (expires_at)`);
    // Phone numbers and addresses are found by their blind index; the service stores neither.
    this.addSql(`create table account (
      id uuid primary key default uuidv7(),
      kind text not null check (kind in ('PARTICIPANT', 'OFFICER')),
      subject text not null unique,
      status text not null default 'ACTIVE' check (status in ('ACTIVE', 'SUSPENDED')),
      organization_id text,
      phone_index bytea unique,
      email_index bytea unique,
      password_hash text,
      totp_secret bytea,
      totp_step bigint,
      created_at timestamptz not null,
      check (kind <> 'PARTICIPANT' or (phone_index is not null and organization_id is null)),
      check (kind <> 'OFFICER' or num_nulls(organization_id, email_index, password_hash, totp_secret) = 0)
    )`);
    this.addSql(`create index account_organization_ix on account (organization_id) where organization_id is not null`);
    // Counted by what was tried (phone, address, account), so that unknown ones are locked like known ones.
    this.addSql(`create table attempt (
      subject_index bytea primary key,
      tries smallint not null check (tries between 1 and 5),
      until timestamptz not null
    )`);
    this.addSql(`create index attempt_until_ix on attempt (until)`);
    this.addSql(`create table code (
      phone_index bytea primary key,
      code_hash bytea,
      expires_at timestamptz not null,
      sent_at timestamptz not null,
      sends smallint not null check (sends > 0),
      sends_until timestamptz not null
    )`);
    this.addSql(`create index code_sends_until_ix on code (sends_until)`);
    this.addSql(`create table client (
      id text primary key,
      name text not null,
      kind text not null
        check (kind in ('FRONTEND', 'PLATFORM', 'INSTITUTION', 'PORTAL', 'WALLET', 'TREASURY')),
      organization_id text,
      status text not null default 'ACTIVE' check (status in ('ACTIVE', 'SUSPENDED')),
      scopes text[] not null,
      redirect_uris text[] not null default '{}',
      requires_dpop boolean not null default false,
      check ((kind = 'FRONTEND') = (cardinality(redirect_uris) > 0)),
      check (kind = 'FRONTEND' or organization_id is not null)
    )`);
    this.addSql(`create index client_organization_ix on client (organization_id) where organization_id is not null`);
    // Several at once, so that a partner rotates its key without a pause.
    this.addSql(`create table client_key (
      client_id text not null references client,
      kid text not null,
      jwk jsonb not null check (not jwk ? 'd'),
      valid_from timestamptz not null,
      valid_until timestamptz check (valid_until > valid_from),
      primary key (client_id, kid)
    )`);
    this.addSql(`create table signing_key (
      kid text primary key,
      sealed_jwk bytea not null,
      active_from timestamptz not null,
      created_at timestamptz not null
    )`);
  }
}
