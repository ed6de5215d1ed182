import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import { CarryOvers } from './023-carry-overs.migration.ts';
import { invariants } from './budget.invariants.ts';
import { CarryOverEntity } from './carry-over.entity.ts';
import { approveCarryOver, proposeCarryOver } from './carry-over.mutations.ts';
import { CarryOverResolver } from './carry-over.resolver.ts';
import { CarryOverService } from './carry-over.service.ts';
import { LapseService } from './lapse.service.ts';

/** How often money of ended years is looked for; the first time is at the start. */
const LAPSE_EVERY_MS = 3_600_000;

export const budget = defineFeature({
  name: 'budget',
  entities: [CarryOverEntity],
  resolvers: [CarryOverResolver],
  mutations: [proposeCarryOver, approveCarryOver],
  services: ({ database, now }: Pick<Kit, 'database' | 'now'>) => ({
    carryOvers: new CarryOverService({ now }),
    lapses: new LapseService({ database, now }),
  }),
  work: ({ log, lapses }: Pick<Kit, 'log'> & { lapses: LapseService }) => [
    periodic(() => lapses.run(), { log, everyMs: LAPSE_EVERY_MS, failure: 'money of ended years did not lapse' }),
  ],
  migrations: [{ name: '023-carry-overs', class: CarryOvers }],
  invariants,
});
