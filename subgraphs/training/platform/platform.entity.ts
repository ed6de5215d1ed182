import { defineEntity, p } from '@mikro-orm/core';

export const PlatformEntity = defineEntity({
  name: 'Platform',
  tableName: 'platform',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    code: p.text(),
    name: p.text(),
    activeFrom: p.integer(),
    /** Null while the platform joins. */
    activeTo: p.integer().strictNullable(),
    isSynthetic: p.boolean().default(false),
    /** The organisation of the graph that it is; null while it has not joined. */
    organizationId: p.uuid().strictNullable(),
    /** Nothing of it is sold while its organisation is suspended. */
    isSuspended: p.boolean().default(false),
  },
});
