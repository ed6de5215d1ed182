import { defineEntity, p } from '@mikro-orm/core';
import type { DeveloperStatus } from './developer.status.ts';

/** Somebody who acts for an organisation; the id is the subject of the tokens. */
export const DeveloperEntity = defineEntity({
  name: 'Developer',
  tableName: 'developer',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    label: p.text(),
    scopes: p.array<string>(),
    status: p.text().$type<DeveloperStatus>().default('INVITED'),
    invitedBy: p.text(),
    invitedAt: p.datetime(),
    invitedUntil: p.datetime(),
    leftAt: p.datetime().strictNullable(),
    removedBy: p.text().strictNullable(),
  },
});
