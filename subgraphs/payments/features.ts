import 'reflect-metadata';
import { auditFeature } from '../kit/audit/audit.feature.ts';
import { eventFeature } from '../kit/events/event.feature.ts';
import { features } from '../kit/feature.ts';
import { vaultFeature } from '../kit/vault/vault.feature.ts';
import { balance } from './balance/balance.feature.ts';
import { disbursement } from './disbursement/disbursement.feature.ts';
import { entitlement } from './entitlement/entitlement.feature.ts';
import { freeze } from './freeze/freeze.feature.ts';
import { funds } from './funds/funds.feature.ts';
import { ledger } from './ledger/ledger.feature.ts';
import { participant } from './participant/participant.feature.ts';
import { revocation } from './revocation/revocation.feature.ts';
import { wallet } from './wallet/wallet.feature.ts';

/** What the treasury and payment partners own: everything of this subgraph derives from this list. */
export const payments = features(
  auditFeature('004-audit'),
  eventFeature,
  vaultFeature,
  ledger,
  balance,
  revocation,
  freeze,
  entitlement,
  disbursement,
  funds,
  wallet,
  participant,
);
