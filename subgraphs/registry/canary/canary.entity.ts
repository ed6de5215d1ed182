import { defineEntity, p } from '@mikro-orm/core';
import type { CanaryCounts } from '../../kit/metrics/error-budget.ts';

/** A share of the callers, in percent, that a canary got: the first one, or a higher one. */
export const CanaryStepEntity = defineEntity({
  name: 'CanaryStep',
  tableName: 'canary_step',
  properties: {
    id: p.uuid().primary(),
    revisionId: p.uuid(),
    share: p.integer(),
    decidedBy: p.text(),
    decidedAt: p.datetime(),
  },
});

/** All that one process of a gateway has counted of a canary. */
export const CanaryCountsEntity = defineEntity({
  name: 'CanaryCounts',
  tableName: 'canary_counts',
  primaryKeys: ['hash', 'gateway'],
  properties: {
    /** Hash of the canary's statement. */
    hash: p.text().primary(),
    gateway: p.uuid().primary(),
    /** Number of the report among those of the process. */
    number: p.integer(),
    counts: p.json<CanaryCounts>(),
    toldAt: p.datetime(),
  },
});
