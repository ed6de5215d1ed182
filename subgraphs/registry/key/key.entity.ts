import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { KeyRole, KeyStatus } from './key.status.ts';

/** A public Ed25519 key; what it is never changes, and it never comes back. */
export const PublisherKeyEntity = defineEntity({
  name: 'PublisherKey',
  tableName: 'publisher_key',
  properties: {
    /** SHA-256 of the key. */
    id: p.text().primary(),
    /** DER of the SubjectPublicKeyInfo, in base64url. */
    publicKey: p.text(),
    organization: p.text(),
    role: p.text().$type<KeyRole>(),
    status: p.text().$type<KeyStatus>().default('PROPOSED'),
    proposedBy: p.text(),
    proposedAt: p.datetime(),
    approvedBy: p.text().strictNullable(),
    approvedAt: p.datetime().strictNullable(),
    revokedBy: p.text().strictNullable(),
    revokedAt: p.datetime().strictNullable(),
    revocationReason: p.text().strictNullable(),
  },
});

/** What the graph shows of a key. */
export const shownColumns = [
  'id',
  'publicKey',
  'organization',
  'role',
  'status',
  'proposedBy',
  'proposedAt',
  'approvedBy',
  'revokedAt',
  'revocationReason',
] as const;

export type PublisherKey = InferEntity<typeof PublisherKeyEntity>;
