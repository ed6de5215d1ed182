import 'reflect-metadata';
import { auditFeature } from '../kit/audit/audit.feature.ts';
import { eventFeature } from '../kit/events/event.feature.ts';
import { features } from '../kit/feature.ts';
import { idempotencyFeature } from '../kit/idempotency.feature.ts';
import { vaultFeature } from '../kit/vault/vault.feature.ts';
import { balance } from './balance/balance.feature.ts';
import { batch } from './batch/batch.feature.ts';
import { budget } from './budget/budget.feature.ts';
import { disbursement } from './disbursement/disbursement.feature.ts';
import { eligibility } from './eligibility/eligibility.feature.ts';
import { entitlement } from './entitlement/entitlement.feature.ts';
import { freeze } from './freeze/freeze.feature.ts';
import { funding } from './funding/funding.feature.ts';
import { funds } from './funds/funds.feature.ts';
import { ledger } from './ledger/ledger.feature.ts';
import { order } from './order/order.feature.ts';
import { participant } from './participant/participant.feature.ts';
import { partner } from './partner/partner.feature.ts';
import { purchase } from './purchase/purchase.feature.ts';
import { reconciliation } from './reconciliation/reconciliation.feature.ts';
import { revocation } from './revocation/revocation.feature.ts';
import { settlement } from './settlement/settlement.feature.ts';
import { trace } from './trace/trace.feature.ts';
import { wallet } from './wallet/wallet.feature.ts';

/** What the treasury and payment partners own: everything of this subgraph derives from this list. */
export const payments = features(
  auditFeature('004-audit'),
  eventFeature,
  idempotencyFeature,
  vaultFeature,
  ledger,
  budget,
  balance,
  purchase,
  settlement,
  revocation,
  partner,
  freeze,
  eligibility,
  entitlement,
  disbursement,
  batch,
  order,
  funding,
  reconciliation,
  funds,
  wallet,
  participant,
  trace,
);
