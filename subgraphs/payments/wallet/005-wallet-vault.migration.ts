import { Migration } from '@mikro-orm/migrations';
import { accessLogTables, vaultTables } from '../../kit/vault/tables.ts';

export class WalletVault extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [...vaultTables(), ...accessLogTables()]) this.addSql(statement);
    // Null where a wallet was linked before numbers were kept.
    this.addSql(`alter table wallet
      add column sealed_number bytea,
      add column number_index bytea check (octet_length(number_index) = 16),
      add constraint wallet_number_ck check ((sealed_number is null) = (number_index is null))`);
    this.addSql(`create index wallet_number_ix on wallet (partner_code, number_index) where number_index is not null`);
  }
}
