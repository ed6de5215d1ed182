import { z } from 'zod';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { FencedWork } from '../../kit/fenced-work.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import type { PolicyService } from '../policy/index.ts';
import { BarredLists } from './010-barred.migration.ts';
import { TwoOfficers } from './071-two-officers.migration.ts';
import { ListSources } from './095-list-sources.migration.ts';
import {
  BarredEntryEntity,
  BarredListVersionEntity,
  BarredRecheckEntity,
  BarredSourceEntity,
} from './barred.entity.ts';
import { participantsBarred, participantsReinstated } from './barred.events.ts';
import { invariants } from './barred.invariants.ts';
import { approveBarredList, declineBarredList, importBarredList } from './barred.mutations.ts';
import { BarredResolver } from './barred.resolver.ts';
import { BarredService } from './barred.service.ts';
import { DecisionService } from './decision.service.ts';
import { importsOf } from './imports.ts';

/** Directory of the files of lists that are imported. */
const env = z.object({ BARRED_LISTS_DIR: z.string().min(1).optional() });

type BarredNeeds = Omit<Kit, 'env'> & VaultServices & { env: z.infer<typeof env>; policies: PolicyService };

export const barred = defineFeature({
  name: 'barred',
  env,
  entities: [BarredEntryEntity, BarredListVersionEntity, BarredRecheckEntity, BarredSourceEntity],
  resolvers: [BarredResolver],
  mutations: [importBarredList, approveBarredList, declineBarredList],
  services: (kit: BarredNeeds) => {
    const { database, outbox, policies, vault, log, now } = kit;
    const directory = kit.env.BARRED_LISTS_DIR ?? null;
    const barredImports = importsOf({ database, outbox, policies, vault, directory, log, now });
    const given = { imports: barredImports, directory, now };
    return { barredImports, barred: new BarredService(given), barredDecisions: new DecisionService(given) };
  },
  work: ({ barredImports }: { barredImports: FencedWork }) => [barredImports],
  publishes: [participantsBarred, participantsReinstated],
  migrations: [
    { name: '010-barred', class: BarredLists },
    { name: '071-two-officers', class: TwoOfficers },
    { name: '095-list-sources', class: ListSources },
  ],
  invariants,
  erasure: [
    { table: 'barred_recheck', keeps: 'a row lasts until the person has been judged, seconds after the import' },
  ],
});
