import { Migration } from '@mikro-orm/migrations';
import { guardPartition, refuseChange, refuseRows } from '../../kit/append-only.tables.ts';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const REFUSE = 'refuse_batch_item_change';
const GUARD = 'guard_batch_items';

// Whoever makes a batch never approves it; what the engine makes takes two people.
const batch = `create table disbursement_batch (
  id uuid primary key,
  status text not null check (status in ('PENDING', 'APPROVED', 'REJECTED', 'DONE')),
  created_by text not null,
  is_made_by_engine boolean not null,
  approved_by text,
  approved_at timestamptz(3),
  second_approved_by text,
  second_approved_at timestamptz(3),
  rejected_by text,
  rejected_at timestamptz(3),
  reject_reason text check (char_length(reject_reason) between 1 and 500),
  filter jsonb not null,
  item_count integer not null check (item_count > 0),
  item_sum bigint not null check (item_sum > 0),
  destination_hash bytea not null check (octet_length(destination_hash) = 32),
  created_at timestamptz(3) not null,
  done_at timestamptz(3),
  constraint disbursement_batch_approver_ck check (approved_by <> created_by),
  constraint disbursement_batch_second_ck check (second_approved_by not in (created_by, approved_by)),
  constraint disbursement_batch_order_ck check (second_approved_by is null or approved_by is not null),
  constraint disbursement_batch_approved_ck check (status not in ('APPROVED', 'DONE') or (approved_by is not null
    and (not is_made_by_engine or second_approved_by is not null))),
  constraint disbursement_batch_rejected_ck check ((status = 'REJECTED') = (rejected_by is not null))
)`;

// What was put before the approver, for ever: a payout that is withheld may be an item of a later batch too.
const item = `create table disbursement_batch_item (
  batch_id uuid not null references disbursement_batch,
  disbursement_id uuid not null,
  amount bigint not null check (amount > 0),
  destination_hash bytea not null check (octet_length(destination_hash) = 32),
  primary key (batch_id, disbursement_id)
)`;

const withheld = `create table disbursement_withheld (
  batch_id uuid not null,
  disbursement_id uuid not null,
  because text not null,
  at timestamptz(3) not null,
  primary key (batch_id, disbursement_id),
  foreign key (batch_id, disbursement_id) references disbursement_batch_item
)`;

export class Batches extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const table of [batch, item, withheld]) this.addSql(table);
    this.addSql(`create index disbursement_batch_open_ix on disbursement_batch (id) where status = 'APPROVED'`);
    const moves = ['PENDING>APPROVED', 'PENDING>REJECTED', 'APPROVED>DONE'];
    for (const statement of refuseOtherMoves('disbursement_batch', moves)) this.addSql(statement);
    this.addSql(refuseChange({ name: REFUSE, message: `'the items of a batch are append-only: % is refused', tg_op` }));
    this.addSql(guardPartition({ name: GUARD, refuse: REFUSE }));
    for (const table of ['disbursement_batch_item', 'disbursement_withheld']) {
      this.addSql(refuseRows(table, REFUSE));
      this.addSql(`select ${GUARD}('${table}')`);
    }
  }
}
