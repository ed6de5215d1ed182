import { Migration } from '@mikro-orm/migrations';

export class PayoutMoves extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(`alter table disbursement
      add column batch_id uuid,
      add column destination_hash bytea check (octet_length(destination_hash) = 32),
      add column rejected_because text check (rejected_because in ('BATCH_REJECTED', 'DESTINATION_CHANGED',
        'ITEM_ALTERED', 'ACCOUNT_UNREADABLE', 'FROZEN', 'DECISION_STALE', 'INELIGIBLE', 'PARTNER_REFUSED', 'NOT_PAID')),
      add column rejected_at timestamptz`);
    // What is approved was part of a batch, for one partner and one account.
    this.addSql(`alter table disbursement add constraint disbursement_batched_ck check (status not in ('BATCHED', 'APPROVED')
      or (batch_id is not null and destination_hash is not null and partner_code is not null)) not valid`);
    // Workers take from here in the order of batches; by the id alone they would walk over all that was ever paid.
    this.addSql(`create index disbursement_approved_ix on disbursement (partner_code, batch_id, id)
      where status = 'APPROVED'`);
    this.addSql(
      `create index disbursement_due_ix on disbursement (due_at) where status in ('DUE', 'REJECTED', 'RETURNED')`,
    );
    this.addSql(`create index disbursement_batch_ix on disbursement (batch_id, status) where batch_id is not null`);
  }
}
