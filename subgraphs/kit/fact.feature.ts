import { type FactServices, factsRecorded, tellBy } from './facts.ts';
import { defineFeature, type Kit } from './feature.ts';

/** Tells organisations of what happens in the subgraph `name`; its services are `tell`. */
export const factFeature = (name: string) => {
  const definition = factsRecorded(name);
  return defineFeature({
    name: 'fact',
    services: (kit: Pick<Kit, 'outbox' | 'now'>): FactServices => ({ tell: tellBy(kit, definition) }),
    publishes: [definition],
  });
};
