import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import { type CodeSender, createSender, type SenderOptions } from '../verification/index.ts';
import { codeRequested } from './purchase-code.events.ts';
import { PurchaseCodeService } from './purchase-code.service.ts';

type Needs = Kit & VaultServices & { env: SenderOptions /** A test's own. */; sender?: CodeSender };

const services = ({ database, vault, identityReads, env, log, now, sender }: Needs) => ({
  purchaseCodes: new PurchaseCodeService({
    database,
    vault,
    identityReads,
    sender: sender ?? createSender(env, (line) => process.stdout.write(line)),
    secret: env.EVENT_PUBLISHERS.find(({ name }) => name === 'payments')?.secret ?? '',
    log,
    now,
  }),
});

export const purchaseCode = defineFeature({
  name: 'purchase-code',
  services,
  consumes: [when(codeRequested, ({ purchaseCodes }: { purchaseCodes: PurchaseCodeService }) => purchaseCodes.send)],
});
