import { defineEntity, p } from '@mikro-orm/core';
import { WaveStatus } from './wave.status.ts';

const WaveSchema = defineEntity({
  name: 'Wave',
  tableName: 'wave',
  properties: {
    number: p.integer().primary(),
    status: p.enum(() => WaveStatus),
    policyVersion: p.text(),
    quota: p.integer().nullable(),
    opensAt: p.datetime().nullable(),
    closesAt: p.datetime().nullable(),
    announcedAt: p.datetime().nullable(),
    purchaseDeadline: p.date().nullable(),
    isSynthetic: p.boolean(),
  },
});

export class WaveEntity extends WaveSchema.class {}
WaveSchema.setClass(WaveEntity);

export { WaveSchema };
