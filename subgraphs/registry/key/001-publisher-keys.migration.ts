import { Migration } from '@mikro-orm/migrations';
import { refuseChange } from '../../kit/append-only.tables.ts';
import { eventTables } from '../../kit/events/tables.ts';
import { idempotencyTables } from '../../kit/idempotency.tables.ts';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const KEYS = `create table publisher_key (
  id text primary key check (id ~ '^[0-9a-f]{64}$'),
  public_key text not null check (public_key ~ '^[A-Za-z0-9_-]{59}$'),
  organization text not null check (char_length(organization) between 1 and 128),
  role text not null check (role in ('PUBLISHER', 'APPROVER')),
  status text not null default 'PROPOSED' check (status in ('PROPOSED', 'APPROVED', 'REVOKED')),
  proposed_by text not null,
  proposed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  revoked_by text,
  revoked_at timestamptz,
  revocation_reason text,
  -- The id is the hash of the key itself: so a key is registered once, for one organisation and role, for ever.
  check (id = encode(sha256(decode(translate(public_key, '-_', '+/') || '=', 'base64')), 'hex')),
  check ((approved_by is null) = (approved_at is null)),
  check (status <> 'APPROVED' or approved_by is not null),
  check ((status = 'REVOKED') = (revoked_at is not null)),
  check ((status = 'REVOKED') = (revoked_by is not null)),
  check ((status = 'REVOKED') = (revocation_reason is not null)),
  -- Nobody approves a key of their own proposal.
  check (approved_by <> proposed_by),
  unique (id, organization, role)
)`;

const GUARDS = [
  refuseChange({ name: 'refuse_publisher_key_change', message: `'a publisher key stays what it is'` }),
  `create trigger refuse_change before update on publisher_key for each row
    when ((old.id, old.public_key, old.organization, old.role, old.proposed_by, old.proposed_at)
      is distinct from (new.id, new.public_key, new.organization, new.role, new.proposed_by, new.proposed_at))
    execute function refuse_publisher_key_change()`,
  `create trigger refuse_delete before delete on publisher_key for each row
    execute function refuse_publisher_key_change()`,
  `create trigger refuse_truncate before truncate on publisher_key for each statement
    execute function refuse_publisher_key_change()`,
];

export class PublisherKeys extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [...eventTables(), ...idempotencyTables(), KEYS, ...GUARDS]) this.addSql(statement);
    this.addSql('create index publisher_key_organization_ix on publisher_key (organization, proposed_at desc, id)');
    const moves = ['PROPOSED>APPROVED', 'PROPOSED>REVOKED', 'APPROVED>REVOKED'];
    for (const statement of refuseOtherMoves('publisher_key', moves)) this.addSql(statement);
  }
}
