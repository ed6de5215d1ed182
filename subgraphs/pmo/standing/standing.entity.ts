import { defineEntity, p } from '@mikro-orm/core';

/** A holder of an award about whom something else is stated than before, until judged again. */
export const StandingRecheckEntity = defineEntity({
  name: 'StandingRecheck',
  tableName: 'standing_recheck',
  properties: {
    participantId: p.uuid().primary(),
    /** Number of the change. */
    id: p.integer().generated('identity'),
  },
});

/** A day of which birthdays have been looked at. */
export const StandingSweepEntity = defineEntity({
  name: 'StandingSweep',
  tableName: 'standing_sweep',
  properties: {
    day: p.date().primary(),
    noted: p.integer(),
  },
});
