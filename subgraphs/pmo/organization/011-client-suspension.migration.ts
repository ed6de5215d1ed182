import { Migration } from '@mikro-orm/migrations';
import { PROGRAMME_OFFICE } from '../organization/programme-office.ts';

export class ClientSuspension extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(`alter table client
      add column suspended_at timestamptz,
      add column suspension_reason text,
      add constraint client_suspended_at_ck check ((status = 'SUSPENDED') = (suspended_at is not null)),
      add constraint client_suspension_reason_ck check ((status = 'SUSPENDED') = (suspension_reason is not null))`);
    const { id, name } = PROGRAMME_OFFICE;
    this.addSql(`insert into organization (id, name, kind, created_at) values ('${id}', '${name}', 'PMO_UNIT', now())`);
    // Rows come in the order of time and are pruned by it: a summary of blocks is enough, and costs an insert nothing.
    this.addSql(`create index idempotency_key_created_ix on idempotency_key using brin (created_at)`);
  }
}
