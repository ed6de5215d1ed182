import { Migration } from '@mikro-orm/migrations';

export class Developers extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // Its address is nobody's here: the invitation is bound to it by a proof that only the link's holder can make.
    this.addSql(`create table developer (
      id uuid primary key,
      organization_id uuid not null references organization,
      label text not null check (char_length(label) between 1 and 100),
      scopes text[] not null check (cardinality(scopes) between 1 and 100),
      status text not null default 'INVITED' check (status in ('INVITED', 'LEFT')),
      invited_by text not null,
      invited_at timestamptz not null,
      invited_until timestamptz not null check (invited_until > invited_at),
      left_at timestamptz,
      removed_by text,
      check ((status = 'LEFT') = (left_at is not null)),
      check ((left_at is null) = (removed_by is null))
    )`);
    this.addSql('create index developer_organization_ix on developer (organization_id, id desc)');
  }
}
