import { defineEntity, p } from '@mikro-orm/core';

/** An entry of a gateway about what a partner was sent, that was passed on. */
export const PassedDataEntity = defineEntity({
  name: 'PassedData',
  tableName: 'passed_data',
  properties: { id: p.uuid().primary(), passedAt: p.datetime() },
});
