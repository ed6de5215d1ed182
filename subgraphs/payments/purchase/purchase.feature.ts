import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { jsonOf } from '../../kit/env.ts';
import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import type { BalanceService } from '../balance/index.ts';
import { Purchases } from './031-purchases.migration.ts';
import { AuthorizeService } from './authorize.service.ts';
import { PurchaseCodeService } from './code.service.ts';
import { PurchaseOutcomeService } from './outcome.service.ts';
import { PurchaseCodeEntity, PurchaseEntity } from './purchase.entity.ts';
import {
  classCancelled,
  codeRequested,
  purchaseAuthorized,
  purchaseVoided,
  seatReleased,
  voidRequested,
  voucherRedeemed,
} from './purchase.events.ts';
import { invariants } from './purchase.invariants.ts';
import { purchaseLoaders } from './purchase.loader.ts';
import { authorizePurchase, requestPurchaseCode, voidPurchase } from './purchase.mutations.ts';
import { ParticipantPurchasesResolver, PurchaseResolver, readPurchase } from './purchase.resolver.ts';
import { PurchaseTokenReader } from './purchase-token.ts';
import { VoidService } from './void.service.ts';

const publicKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  kid: z.string().min(1).max(64),
});

/** What purchase tokens are verified with: the public half of training's key as a JSON Web Key, or a list of them. */
const env = z.object({
  PURCHASE_TOKEN_PUBLIC_KEY: jsonOf(z.union([publicKey.transform((key) => [key]), z.array(publicKey).min(1).max(5)])),
});

type Needs = Kit &
  VaultServices & { balances: BalanceService } & {
    env: z.infer<typeof env>;
    /** A test's own. */
    drawCode?: () => number;
  };

const services = ({ database, vault, balances, outbox, now, env, drawCode = () => randomInt(1_000_000) }: Needs) => {
  const tokens = new PurchaseTokenReader(env.PURCHASE_TOKEN_PUBLIC_KEY);
  const secret = env.EVENT_SUBSCRIBERS.find(({ name }) => name === 'pmo')?.secret ?? '';
  const purchaseCodes = new PurchaseCodeService({ vault, outbox, tokens, secret, now, drawCode });
  return {
    purchaseCodes,
    purchases: new AuthorizeService({ database, balances, codes: purchaseCodes, tokens, outbox, now }),
    voids: new VoidService({ outbox, now }),
    purchaseOutcomes: new PurchaseOutcomeService({ balances, outbox, now }),
  };
};

interface Outcomes {
  purchaseOutcomes: PurchaseOutcomeService;
}

export const purchase = defineFeature({
  name: 'purchase',
  env,
  entities: [PurchaseEntity, PurchaseCodeEntity],
  resolvers: [PurchaseResolver, ParticipantPurchasesResolver],
  mutations: [requestPurchaseCode, authorizePurchase, voidPurchase],
  services,
  references: { Purchase: readPurchase },
  loaders: purchaseLoaders,
  consumes: [
    when(voucherRedeemed, ({ purchaseOutcomes }: Outcomes) => purchaseOutcomes.redeemed),
    when(seatReleased, ({ purchaseOutcomes }: Outcomes) => purchaseOutcomes.released),
    when(classCancelled, ({ purchaseOutcomes }: Outcomes) => purchaseOutcomes.cancelled),
  ],
  publishes: [purchaseAuthorized, purchaseVoided, voidRequested, codeRequested],
  migrations: [{ name: '031-purchases', class: Purchases }],
  invariants,
  erasure: [
    { table: 'purchase', keeps: 'what was paid is accounted for; it names the person by an id alone' },
    { table: 'purchase_code', statement: 'delete from purchase_code where participant_id = any($1::uuid[])' },
  ],
});
