import type { FactServices } from '../../kit/facts.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import { organizationOf, type PublishingNames } from '../ownership/index.ts';
import type { Deprecations } from '../revision/index.ts';
import type { OperationUses } from '../usage/index.ts';
import { Deprecations as DeprecationTables } from './011-deprecations.migration.ts';
import { AcknowledgingService } from './acknowledging.service.ts';
import { CountingService } from './counting.service.ts';
import { DeprecationEntity, DeprecationUseEntity, DeprecationUserEntity } from './deprecation.entity.ts';
import { deprecationLoaders } from './deprecation.loader.ts';
import { acknowledgeDeprecation } from './deprecation.mutations.ts';
import { DeprecationResolver } from './deprecation.resolver.ts';
import { noteDeprecations } from './deprecation.service.ts';
import { readStanding } from './standing.service.ts';

interface Needs extends Kit, FactServices {
  uses: OperationUses;
  steward: string;
  names: PublishingNames;
}

const COUNT_EVERY_MS = 60_000;

export const deprecation = defineFeature({
  name: 'deprecation',
  entities: [DeprecationEntity, DeprecationUserEntity, DeprecationUseEntity],
  resolvers: [DeprecationResolver],
  mutations: [acknowledgeDeprecation],
  services: ({ database, uses, tell, steward, names, now }: Needs) => {
    const office = organizationOf(names, steward);
    const deprecations: Deprecations = {
      standing: () => readStanding(database),
      note: (tx) => noteDeprecations(tx, now()),
    };
    return {
      deprecations,
      acknowledging: new AcknowledgingService({ now }),
      counting: new CountingService({ database, uses, tell, office, now }),
    };
  },
  loaders: deprecationLoaders,
  work: ({ counting, log }: Kit & { counting: CountingService }) => [
    periodic(() => counting.run(), {
      log,
      everyMs: COUNT_EVERY_MS,
      failure: 'who uses what is deprecated was not counted',
    }),
  ],
  migrations: [{ name: '011-deprecations', class: DeprecationTables }],
});
