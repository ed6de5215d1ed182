import { defineFeature, type Kit } from '../../kit/feature.ts';
import { dayUses, gatewayCounts } from './gateway-counts.ts';
import type { OperationUses } from './operation-uses.ts';
import { type UsageEnv, usageEnv } from './usage.env.ts';

/** What the gateways have counted: who used which element, and how well subgraphs answered. */
export const usage = defineFeature({
  name: 'usage',
  env: usageEnv,
  services: ({ env }: { env: Kit['env'] & UsageEnv }) => {
    const counts = gatewayCounts(env);
    const uses: OperationUses = {
      async usesOf(coordinates, days) {
        const answer = await counts.ask('/supergraph/counts/uses', { coordinates, days }, dayUses);
        return answer?.uses;
      },
    };
    return { counts, uses };
  },
});
