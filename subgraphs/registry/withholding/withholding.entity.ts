import { defineEntity, p } from '@mikro-orm/core';
import type { Finding } from '../../../schema/registry/finding.ts';

/** What a live revision is no longer allowed, and the release that leaves it out. */
export const WithholdingEntity = defineEntity({
  name: 'Withholding',
  tableName: 'withholding',
  properties: {
    id: p.uuid().primary(),
    revisionId: p.uuid(),
    /** Coordinates of fields, or `*` for all of the revision. */
    elements: p.array<string>(),
    findings: p.json().$type<Finding[]>().columnType('jsonb'),
    notedAt: p.datetime(),
    release: p.integer().strictNullable(),
    wardenKey: p.text().strictNullable(),
    wardenSignature: p.text().strictNullable(),
  },
});

/** A grant that has ended, and whose end was acted on. */
export const LapsedGrantEntity = defineEntity({
  name: 'LapsedGrant',
  tableName: 'lapsed_grant',
  properties: { grantId: p.uuid().primary(), notedAt: p.datetime() },
});
