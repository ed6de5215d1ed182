import { defineEntity, p } from '@mikro-orm/core';

/** A figure of what the graph holds, as it was counted last. */
export const ProgrammeCountEntity = defineEntity({
  name: 'ProgrammeCount',
  tableName: 'programme_count',
  properties: {
    name: p.text().primary(),
    value: p.bigint('bigint'),
    countedAt: p.datetime(),
    /** How long counting all of them took. */
    tookMs: p.integer(),
  },
});
