import { Migration } from '@mikro-orm/migrations';
import { refuseChange } from '../../kit/append-only.tables.ts';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const GRANTS = `create table ownership_grant (
  id uuid primary key,
  owner text not null check (char_length(owner) between 1 and 128),
  grantee text not null check (char_length(grantee) between 1 and 128),
  element text not null check (char_length(element) between 1 and 200),
  permissions text[] not null check (cardinality(permissions) between 1 and 11),
  fields text[] check (cardinality(fields) between 1 and 200),
  from_day date not null,
  until_day date check (until_day >= from_day),
  reason text not null check (char_length(reason) between 1 and 500),
  status text not null default 'REQUESTED' check
    (status in ('REQUESTED', 'ACCEPTED', 'GRANTED', 'REFUSED', 'WITHDRAWN', 'REVOKED')),
  requested_by text not null,
  requested_at timestamptz not null,
  accepted_by text,
  granted_by text,
  decided_at timestamptz,
  ended_by text,
  end_reason text check (char_length(end_reason) between 1 and 500),
  ends_on date,
  check (owner <> grantee),
  -- Three people: one asks, and two of the owner's decide.
  check (accepted_by <> requested_by),
  check (granted_by <> requested_by),
  check (granted_by <> accepted_by),
  check (granted_by is null or accepted_by is not null),
  check (status not in ('ACCEPTED', 'GRANTED', 'REVOKED') or accepted_by is not null),
  check (status not in ('GRANTED', 'REVOKED') or granted_by is not null),
  check ((status = 'REVOKED') = (ends_on is not null)),
  check ((status in ('REFUSED', 'WITHDRAWN', 'REVOKED')) = (ended_by is not null))
)`;

const FIXED = ['id', 'owner', 'grantee', 'element', 'permissions', 'fields', 'from_day', 'until_day', 'requested_by'];
const rowOf = (which: string) => `(${FIXED.map((name) => `${which}.${name}`).join(', ')})`;

const GUARDS = [
  refuseChange({ name: 'refuse_grant_change', message: `'a grant stays what was asked for'` }),
  `create trigger refuse_change before update on ownership_grant for each row
    when (${rowOf('old')} is distinct from ${rowOf('new')}) execute function refuse_grant_change()`,
  `create trigger refuse_delete before delete on ownership_grant for each row execute function refuse_grant_change()`,
];

const MOVES = [
  'REQUESTED>ACCEPTED',
  'REQUESTED>REFUSED',
  'REQUESTED>WITHDRAWN',
  'ACCEPTED>GRANTED',
  'ACCEPTED>REFUSED',
  'ACCEPTED>WITHDRAWN',
  'GRANTED>REVOKED',
];

export class Grants extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [GRANTS, ...GUARDS, ...refuseOtherMoves('ownership_grant', MOVES)]) this.addSql(statement);
    this.addSql('create index ownership_grant_owner_ix on ownership_grant (owner, id desc)');
    this.addSql('create index ownership_grant_grantee_ix on ownership_grant (grantee, id desc)');
  }
}
