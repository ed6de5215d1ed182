import { defineEntity, p } from '@mikro-orm/core';
import type { RuleResult } from '../../../schema/registry/conformance.ts';
import type { ConformanceStatus } from './conformance.status.ts';

/** A run of the graph's own runner over one published SDL at its address; what it found never changes. */
export const ConformanceRunEntity = defineEntity({
  name: 'ConformanceRun',
  tableName: 'conformance_run',
  properties: {
    id: p.uuid().primary(),
    revisionId: p.uuid(),
    subgraph: p.text(),
    number: p.integer(),
    organization: p.text(),
    sdlHash: p.text(),
    address: p.text(),
    /** Keys of entities that exist there. */
    samples: p.json().$type<Record<string, unknown>[]>().columnType('jsonb'),
    status: p.text().$type<ConformanceStatus>().default('REQUESTED'),
    requestedBy: p.text(),
    requestedAt: p.datetime(),
    results: p.json().$type<RuleResult[]>().columnType('jsonb').default('[]'),
    failedRule: p.text().strictNullable(),
    runnerKey: p.text().strictNullable(),
    signature: p.text().strictNullable(),
    finishedAt: p.datetime().strictNullable(),
  },
});

/** A publisher's key whose revisions may go live. */
export const ProductionKeyEntity = defineEntity({
  name: 'ProductionKey',
  tableName: 'production_key',
  properties: {
    keyId: p.text().primary(),
    organization: p.text(),
    runId: p.uuid(),
    activatedBy: p.text(),
    activatedAt: p.datetime(),
  },
});

/** What the graph shows of a run. */
export const shownColumns = [
  'id',
  'revisionId',
  'subgraph',
  'number',
  'organization',
  'sdlHash',
  'address',
  'status',
  'requestedBy',
  'requestedAt',
  'results',
  'failedRule',
  'runnerKey',
  'finishedAt',
] as const;
