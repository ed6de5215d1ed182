import type { FactServices } from '../../kit/facts.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import type { CanaryService } from '../canary/index.ts';
import type { PublishingNames } from '../ownership/index.ts';
import type { Deprecations, JudgeService } from '../revision/index.ts';
import type { ChoiceService } from '../rollback/index.ts';
import { Withholdings } from './061-withholdings.migration.ts';
import { LapsedGrantEntity, WithholdingEntity } from './withholding.entity.ts';
import { type WithholdingEnv, withholdingEnv } from './withholding.env.ts';
import { withholdingLoaders } from './withholding.loader.ts';
import { WithholdingResolver } from './withholding.resolver.ts';
import { WithholdingService } from './withholding.service.ts';

const LOOK_EVERY_MS = 15_000;

interface Needs extends Kit, FactServices {
  judge: JudgeService;
  canaries: CanaryService;
  choices: ChoiceService;
  deprecations: Deprecations;
  names: PublishingNames;
  env: Kit['env'] & WithholdingEnv;
}

/** The end of a grant: what is live by it goes on its last day, when nobody is at a keyboard. */
export const withholding = defineFeature({
  name: 'withholding',
  env: withholdingEnv,
  entities: [WithholdingEntity, LapsedGrantEntity],
  resolvers: [WithholdingResolver],
  services: ({ database, judge, canaries, choices, deprecations, names, tell, env, now }: Needs) => ({
    withholdings: new WithholdingService({
      database,
      judge,
      canaries,
      choices,
      deprecations,
      names,
      tell,
      now,
      warden: env.WARDEN_KEY,
    }),
  }),
  loaders: withholdingLoaders,
  work: ({ withholdings, log }: Kit & { withholdings: WithholdingService }) => [
    periodic(() => withholdings.run(), {
      log,
      everyMs: LOOK_EVERY_MS,
      failure: 'what is granted no more was not taken out of the graph',
    }),
  ],
  invariants: [
    {
      name: 'what is withheld of a revision is never given back to it',
      sql: `select later.id from withholding as later
        join withholding as earlier on earlier.revision_id = later.revision_id and earlier.release < later.release
        where not earlier.elements <@ later.elements`,
    },
  ],
  migrations: [{ name: '061-withholdings', class: Withholdings }],
});
