import { Migration } from '@mikro-orm/migrations';

export class Developers extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // An organisation's developer signs in as an officer does, with the role of the organisation and scopes of its own.
    this.addSql('alter table account add column role text, add column scopes text[]');
    this.addSql('alter table account drop constraint account_kind_check');
    this.addSql(`alter table account add constraint account_kind_check
      check (kind in ('PARTICIPANT', 'OFFICER', 'DEVELOPER'))`);
    this.addSql(`alter table account add constraint account_developer_check check (kind <> 'DEVELOPER'
      or num_nulls(organization_id, email_index, password_hash, totp_secret, role, scopes) = 0)`);
    this.addSql(`create table invitation (
      developer text primary key,
      organization_id text not null,
      role text not null,
      scopes text[] not null,
      secret_hash text not null unique,
      address_proof text not null,
      until timestamptz not null,
      used_at timestamptz
    )`);
    // Who left before the invitation came: events may come in any order.
    this.addSql(`create table departed_developer (
      developer text primary key,
      departed_at timestamptz not null
    )`);
  }
}
