import { defineEntity, p } from '@mikro-orm/core';

/** A hire of a person, as it was last told. */
export const EmploymentEntity = defineEntity({
  name: 'Employment',
  tableName: 'employment',
  primaryKeys: ['participantId', 'placementId'],
  properties: {
    participantId: p.uuid().primary(),
    placementId: p.uuid().primary(),
    status: p.text().$type<'REPORTED' | 'CONFIRMED' | 'DISPUTED'>(),
    startsOn: p.date(),
    toldAt: p.datetime(),
  },
});
