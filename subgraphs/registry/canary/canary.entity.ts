import { defineEntity, p } from '@mikro-orm/core';

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
