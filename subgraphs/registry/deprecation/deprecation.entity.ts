import { defineEntity, p } from '@mikro-orm/core';

/** Why a deprecation stands no more. */
export type DeprecationEnding = 'REMOVED' | 'WITHDRAWN';

/** An element of the live graph that will go, from the revision that says so to the one that takes it away. */
export const DeprecationEntity = defineEntity({
  name: 'Deprecation',
  tableName: 'deprecation',
  properties: {
    id: p.uuid().primary(),
    coordinate: p.text(),
    subgraph: p.text(),
    /** The publisher. */
    owner: p.text(),
    replacement: p.text(),
    until: p.date(),
    notedAt: p.datetime(),
    /** When its users were last counted. */
    countedAt: p.datetime().strictNullable(),
    ending: p.text().$type<DeprecationEnding>().strictNullable(),
    endedAt: p.datetime().strictNullable(),
  },
});

/** An organisation that used a deprecated element, and was told. */
export const DeprecationUserEntity = defineEntity({
  name: 'DeprecationUser',
  tableName: 'deprecation_user',
  primaryKeys: ['deprecationId', 'organization'],
  properties: {
    deprecationId: p.uuid().primary(),
    organization: p.text().primary(),
    toldAt: p.datetime(),
    acknowledgedAt: p.datetime().strictNullable(),
    acknowledgedBy: p.text().strictNullable(),
  },
});

/** What one client of such an organisation used on a day. */
export const DeprecationUseEntity = defineEntity({
  name: 'DeprecationUse',
  tableName: 'deprecation_use',
  primaryKeys: ['deprecationId', 'organization', 'day', 'client'],
  properties: {
    deprecationId: p.uuid().primary(),
    organization: p.text().primary(),
    day: p.date().primary(),
    client: p.text().primary(),
    executions: p.bigint(),
  },
});

/** What the graph shows of a deprecation. */
export const shownColumns = [
  'id',
  'coordinate',
  'subgraph',
  'owner',
  'replacement',
  'until',
  'notedAt',
  'countedAt',
  'ending',
  'endedAt',
] as const;
