import { defineFeature } from './feature.ts';
import { IdempotencyKeyEntity } from './idempotency.entity.ts';

/** The table of keyed mutations, for a subgraph that has any; a migration of the subgraph makes it. */
export const idempotencyFeature = defineFeature({ name: 'idempotency', entities: [IdempotencyKeyEntity] });
