import { Migration } from '@mikro-orm/migrations';
import { idempotencyTables } from '../../kit/idempotency.tables.ts';

export class Organizations extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of idempotencyTables()) this.addSql(statement);
    // `version` counts the changes, so that their events can arrive in any order.
    this.addSql(`create table organization (
      id uuid primary key,
      name text not null check (char_length(name) between 1 and 200),
      kind text not null
        check (kind in ('PLATFORM', 'INSTITUTION', 'PAYMENT_PARTNER', 'JOB_PORTAL', 'BANK', 'PMO_UNIT')),
      status text not null default 'ACTIVE' check (status in ('ACTIVE', 'SUSPENDED')),
      suspended_at timestamptz,
      suspension_reason text,
      version integer not null default 1 check (version > 0),
      created_at timestamptz not null,
      check ((status = 'SUSPENDED') = (suspended_at is not null)),
      check ((status = 'SUSPENDED') = (suspension_reason is not null))
    )`);
    this.addSql(`create table client (
      id text primary key,
      organization_id uuid not null references organization,
      name text not null check (char_length(name) between 1 and 200),
      scopes text[] not null,
      status text not null default 'ACTIVE' check (status in ('ACTIVE', 'SUSPENDED')),
      requires_dpop boolean not null default false,
      version integer not null default 1 check (version > 0),
      created_at timestamptz not null
    )`);
    this.addSql(`create index client_organization_ix on client (organization_id, id)`);
    // A key is registered once, for ever and for one client: one that may have leaked cannot come back. Public parts only.
    this.addSql(`create table client_key (
      client_id text not null references client,
      kid text not null,
      jwk jsonb not null check (not jwk ?| array['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']),
      thumbprint text not null unique,
      valid_from timestamptz not null,
      valid_until timestamptz check (valid_until >= valid_from),
      primary key (client_id, kid)
    )`);
  }
}
