import { defineEntity, p } from '@mikro-orm/core';
import type { PlacementStatus, WageBand } from './placement.status.ts';

/** A hire that a portal reports, of an application. */
export const PlacementEntity = defineEntity({
  name: 'Placement',
  tableName: 'placement',
  primaryKeys: ['participantId', 'id'],
  properties: {
    participantId: p.uuid().primary(),
    id: p.uuid().primary(),
    applicationId: p.uuid(),
    portalId: p.uuid(),
    status: p.text().$type<PlacementStatus>(),
    startsOn: p.date(),
    wageBand: p.text().$type<WageBand>(),
    /** Null while nobody has said. */
    isRetainedAt3Months: p.boolean().fieldName('is_retained_at_3_months').strictNullable(),
    isRetainedAt6Months: p.boolean().fieldName('is_retained_at_6_months').strictNullable(),
    reportedAt: p.datetime(),
    /** When the person confirmed or disputed it. */
    answeredAt: p.datetime().strictNullable(),
  },
});
