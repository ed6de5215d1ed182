import { Migration } from '@mikro-orm/migrations';
import { inboxTable } from '../../../subgraphs/kit/events/tables.ts';

export class Organizations extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(inboxTable);
    // Asked whenever a client or an account is read, so that no order of events lets one of a suspended organisation in.
    this.addSql(`create table organization (
      id text primary key,
      status text not null check (status in ('ACTIVE', 'SUSPENDED')),
      version bigint not null,
      changed_at timestamptz not null
    )`);
    this.addSql(`create index organization_suspended_ix on organization (changed_at) where status = 'SUSPENDED'`);
    this.addSql(`alter table client drop constraint client_kind_check`);
    this.addSql(`alter table client add constraint client_kind_check
      check (kind in ('FRONTEND', 'PLATFORM', 'INSTITUTION', 'PORTAL', 'WALLET', 'BANK', 'TREASURY'))`);
    // `keys_version` is that of the newest event on its keys; tokens from before `revoked_at` are refused.
    this.addSql(
      `alter table client add column keys_version bigint not null default 0, add column revoked_at timestamptz`,
    );
    this.addSql(`create index client_revoked_ix on client (revoked_at) where revoked_at is not null`);
    this.addSql(`alter table client_key drop constraint client_key_check`);
    this.addSql(`alter table client_key add constraint client_key_check check (valid_until >= valid_from)`);
  }
}
