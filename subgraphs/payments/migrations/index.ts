import { AuditTables } from '../../kit/audit/tables.ts';
import { EventTables } from '../../kit/events/tables.ts';
import { Ledger } from './001-ledger.ts';
import { BalancesAndDisbursements } from './002-balances-and-disbursements.ts';
import { WalletVault } from './005-wallet-vault.ts';
import { Revocations } from './006-revocations.ts';
import { Freezes } from './007-freezes.ts';
import { Entitlements } from './008-entitlements.ts';
import { IdentityReads } from './009-identity-reads.ts';

/** Oldest first; a released migration is never edited. */
export const migrations = [
  { name: '001-ledger', class: Ledger },
  { name: '002-balances-and-disbursements', class: BalancesAndDisbursements },
  { name: '003-events', class: EventTables },
  { name: '004-audit', class: AuditTables },
  { name: '005-wallet-vault', class: WalletVault },
  { name: '006-revocations', class: Revocations },
  { name: '007-freezes', class: Freezes },
  { name: '008-entitlements', class: Entitlements },
  { name: '009-identity-reads', class: IdentityReads },
];
