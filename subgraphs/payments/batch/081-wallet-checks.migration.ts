import { Migration } from '@mikro-orm/migrations';

// Whose account is still to be asked about again for a batch. Nobody approves the batch before.
const check = `create table batch_wallet_check (
  batch_id uuid not null references disbursement_batch,
  participant_id uuid not null,
  asked_at timestamptz not null,
  attempts integer not null default 0 check (attempts >= 0),
  next_at timestamptz not null,
  primary key (batch_id, participant_id)
)`;

const refuseUnchecked = `create function refuse_unchecked_batch() returns trigger language plpgsql as $$
begin
  if exists (select from batch_wallet_check where batch_id = new.id) then
    raise exception 'the accounts of batch % are still asked about', new.id using errcode = 'restrict_violation';
  end if;
  return null;
end $$`;

export class WalletChecks extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [check, refuseUnchecked]) this.addSql(statement);
    this.addSql('create index batch_wallet_check_next_ix on batch_wallet_check (next_at)');
    this.addSql(`create trigger refuse_unchecked after update of status on disbursement_batch for each row
      when (new.status = 'APPROVED' and old.status <> 'APPROVED') execute function refuse_unchecked_batch()`);
  }
}
