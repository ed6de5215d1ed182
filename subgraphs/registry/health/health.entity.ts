import { defineEntity, p } from '@mikro-orm/core';

/** How a subgraph answered in an hour, which counts from 1970. */
export const SubgraphHealthEntity = defineEntity({
  name: 'SubgraphHealth',
  tableName: 'subgraph_health',
  primaryKeys: ['subgraph', 'hour'],
  properties: {
    hour: p.integer().primary(),
    subgraph: p.text().primary(),
    calls: p.bigint(),
    failures: p.bigint(),
    latencies: p.array().columnType('bigint[]'),
  },
});

/** What an organisation's clients and people asked in an hour. */
export const OrganizationUseEntity = defineEntity({
  name: 'OrganizationUse',
  tableName: 'organization_use',
  primaryKeys: ['organization', 'hour'],
  properties: {
    hour: p.integer().primary(),
    organization: p.text().primary(),
    operations: p.bigint(),
    failed: p.bigint(),
    points: p.bigint(),
  },
});

/** Errors of a subgraph's that an organisation met in an hour. */
export const MetErrorEntity = defineEntity({
  name: 'MetError',
  tableName: 'met_error',
  primaryKeys: ['organization', 'subgraph', 'hour'],
  properties: {
    hour: p.integer().primary(),
    subgraph: p.text().primary(),
    organization: p.text().primary(),
    errors: p.bigint(),
  },
});

/** Points that an organisation spent in a day of Jakarta. */
export const OrganizationSpendingEntity = defineEntity({
  name: 'OrganizationSpending',
  tableName: 'organization_spending',
  primaryKeys: ['organization', 'day'],
  properties: { day: p.integer().primary(), organization: p.text().primary(), points: p.bigint() },
});

/** What gateways allow in a day, as they said it last; one row. */
export const DayBudgetsEntity = defineEntity({
  name: 'DayBudgets',
  tableName: 'day_budgets',
  properties: {
    id: p.boolean().primary().default(true),
    budgets: p.json().$type<DayLimits>().columnType('jsonb'),
    latencyBounds: p.array().columnType('int[]'),
    countedAt: p.datetime(),
  },
});

/** Points of a day by organisation; 0 does not limit. */
export interface DayLimits {
  default: number;
  organizations: Readonly<Record<string, number>>;
}
