import { defineEntity, p } from '@mikro-orm/core';
import type { Shape } from '../../../schema/registry/shape.ts';

/** An operation that an organisation relies on, with the types that it had when it was added. */
export const ExpectationEntity = defineEntity({
  name: 'Expectation',
  tableName: 'expectation',
  properties: {
    id: p.uuid().primary(),
    organization: p.text(),
    title: p.text(),
    document: p.text(),
    shape: p.json().$type<Shape>().columnType('jsonb'),
    addedBy: p.text(),
    addedAt: p.datetime(),
    removedBy: p.text().strictNullable(),
    removedAt: p.datetime().strictNullable(),
  },
});

/** What the graph shows of an expectation. */
export const shownColumns = ['id', 'organization', 'title', 'document', 'addedBy', 'addedAt', 'removedAt'] as const;
