import { defineEntity, p } from '@mikro-orm/core';

export type OwnedKind = 'ELEMENT' | 'PREFIX' | 'SCOPE' | 'TAG' | 'LINK';

/** Who owns a part of the graph, for ever. */
export const OwnershipEntity = defineEntity({
  name: 'Ownership',
  tableName: 'ownership',
  primaryKeys: ['kind', 'name'],
  properties: {
    kind: p.text().primary().$type<OwnedKind>(),
    /** Name of a type, coordinate of a field, first word, scope, tag or URL. */
    name: p.text().primary(),
    owner: p.text(),
    since: p.datetime(),
  },
});
