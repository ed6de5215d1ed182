import { z } from 'zod';
import { jsonOf } from '../../kit/env.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { FencedWork } from '../../kit/fenced-work.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import { BankFiles } from './bank-file/095-bank-files.migration.ts';
import { bankFileWork } from './bank-file/bank-file.desk.ts';
import { BankFileEntity, BankReportEntity, BankTransferEntity } from './bank-file/bank-file.entity.ts';
import { invariants } from './bank-file/bank-file.invariants.ts';
import { livePartner, simulatedPartner } from './partner.configuration.ts';
import { desksOf, openPartners, type PartnerAdapters } from './partner.service.ts';

const env = z
  .object({
    PAYMENT_PARTNERS: jsonOf(z.array(simulatedPartner).max(50)).default([]),
    LIVE_PAYMENT_PARTNERS: jsonOf(z.array(livePartner).max(50)).default([]),
  })
  .refine(
    ({ PAYMENT_PARTNERS, LIVE_PAYMENT_PARTNERS }) => {
      const codes = [...PAYMENT_PARTNERS, ...LIVE_PAYMENT_PARTNERS].map(({ code }) => code);
      return new Set(codes).size === codes.length;
    },
    { path: ['LIVE_PAYMENT_PARTNERS'], message: 'has a code that is there twice, or among PAYMENT_PARTNERS' },
  );

type Needs = Omit<Kit, 'env'> & VaultServices & { env: z.infer<typeof env>; partnerAdapters?: PartnerAdapters };

export const partner = defineFeature({
  name: 'partner',
  env,
  entities: [BankFileEntity, BankTransferEntity, BankReportEntity],
  // A test gives adapters of its own by name.
  services: ({
    env: { PAYMENT_PARTNERS: simulated = [], LIVE_PAYMENT_PARTNERS: live = [] },
    database,
    vault,
    log,
    now,
    partnerAdapters,
  }: Needs) => ({
    partners: partnerAdapters ?? openPartners([...simulated, ...live], { database, now }),
    bankFiles: bankFileWork(desksOf([...simulated, ...live]), { database, vault, log, now }),
  }),
  work: ({ bankFiles }: { bankFiles: FencedWork }) => [bankFiles],
  migrations: [{ name: '095-bank-files', class: BankFiles }],
  invariants,
});
