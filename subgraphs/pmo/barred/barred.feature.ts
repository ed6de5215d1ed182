import { z } from 'zod';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import type { PolicyService } from '../policy/policy.service.ts';
import { BarredLists } from './010-barred.migration.ts';
import { participantsBarred, participantsReinstated } from './barred.events.ts';
import { BarredResolver } from './barred.resolver.ts';
import { BarredService } from './barred.service.ts';
import { BarredImports } from './barred-imports.service.ts';

/** Where files of lists are put for import. */
const env = z.object({ BARRED_LISTS_DIR: z.string().min(1).optional() });

type BarredNeeds = Omit<Kit, 'env'> & VaultServices & { env: z.infer<typeof env>; policies: PolicyService };

export const barred = defineFeature({
  name: 'barred',
  env,
  resolvers: [BarredResolver],
  services: (kit: BarredNeeds) => {
    const directory = kit.env.BARRED_LISTS_DIR ?? null;
    const barredImports = new BarredImports({ ...kit, directory });
    return { barredImports, barred: new BarredService({ runner: barredImports, directory, now: kit.now }) };
  },
  work: ({ barredImports }: { barredImports: BarredImports }) => [barredImports],
  publishes: [participantsBarred, participantsReinstated],
  migrations: [{ name: '010-barred', class: BarredLists }],
});
