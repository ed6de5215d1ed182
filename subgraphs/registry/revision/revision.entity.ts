import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Change } from '../../../schema/registry/changes.ts';
import type { Finding } from '../../../schema/registry/finding.ts';
import type { RevisionStatus } from './revision.status.ts';

/** A text that was published, under its hash. */
export const SdlEntity = defineEntity({
  name: 'Sdl',
  tableName: 'sdl',
  properties: { hash: p.text().primary(), text: p.text() },
});

/** A signed statement about a subgraph, and how far it came. */
export const RevisionEntity = defineEntity({
  name: 'SubgraphRevision',
  tableName: 'subgraph_revision',
  properties: {
    id: p.uuid().primary(),
    subgraph: p.text(),
    number: p.integer(),
    previousNumber: p.integer().strictNullable().generated('(nullif(number - 1, 0)) stored'),
    organization: p.text(),
    previous: p.text().strictNullable(),
    hash: p.text(),
    sdlHash: p.text(),
    address: p.text(),
    rollbackTo: p.integer().strictNullable(),
    status: p.text().$type<RevisionStatus>().default('PROPOSED'),
    findings: p.json().$type<Finding[]>().columnType('jsonb'),
    publisherRole: p.text().default('PUBLISHER'),
    publisherKey: p.text(),
    publisherSignature: p.text(),
    proposedBy: p.text(),
    proposedAt: p.datetime(),
    checkedAt: p.datetime().strictNullable(),
    approverRole: p.text().default('APPROVER'),
    approverOrganization: p.text().strictNullable(),
    approverKey: p.text().strictNullable(),
    approverSignature: p.text().strictNullable(),
    approvedBy: p.text().strictNullable(),
    approvedAt: p.datetime().strictNullable(),
    canaryShare: p.integer().strictNullable(),
    canaryRole: p.text().default('APPROVER'),
    canaryOrganization: p.text().strictNullable(),
    canaryKey: p.text().strictNullable(),
    canarySignature: p.text().strictNullable(),
    canaryBy: p.text().strictNullable(),
    liveAt: p.datetime().strictNullable(),
    endedAt: p.datetime().strictNullable(),
  },
});

export type Revision = InferEntity<typeof RevisionEntity>;

/** What the graph shows of a revision. */
export const shownColumns = [
  'id',
  'subgraph',
  'number',
  'organization',
  'previous',
  'hash',
  'sdlHash',
  'address',
  'rollbackTo',
  'status',
  'canaryShare',
  'findings',
  'publisherKey',
  'proposedBy',
  'proposedAt',
  'approverKey',
  'approvedBy',
  'liveAt',
  'endedAt',
] as const;

/** The supergraph of what was live after a revision went live. */
export const ReleaseEntity = defineEntity({
  name: 'Release',
  tableName: 'release',
  properties: {
    number: p.integer().primary(),
    revisionId: p.uuid(),
    supergraph: p.text(),
    supergraphHash: p.text(),
    /** What clients see of it. */
    changes: p.json().$type<Change[]>().columnType('jsonb'),
    releasedAt: p.datetime(),
  },
});
