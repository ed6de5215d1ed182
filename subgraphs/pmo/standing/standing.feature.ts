import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { FencedWork } from '../../kit/fenced-work.ts';
import type { PolicyService } from '../policy/index.ts';
import { StandingRechecks } from './096-standing.migration.ts';
import { LostClaimsNoted } from './102-lost-claims-noted.migration.ts';
import { HolderBirthdays } from './114-birthdays.migration.ts';
import { StandingRecheckEntity, StandingSweepEntity } from './standing.entity.ts';
import { standingOf } from './standing.work.ts';

type StandingNeeds = Pick<Kit, 'database' | 'outbox' | 'log' | 'now'> & { policies: PolicyService };

export const standing = defineFeature({
  name: 'standing',
  entities: [StandingRecheckEntity, StandingSweepEntity],
  services: ({ database, outbox, policies, log, now }: StandingNeeds) => ({
    standings: standingOf({ database, outbox, policies, log, now }),
  }),
  work: ({ standings }: { standings: FencedWork }) => [standings],
  migrations: [
    { name: '096-standing', class: StandingRechecks },
    { name: '102-lost-claims-noted', class: LostClaimsNoted },
    { name: '114-birthdays', class: HolderBirthdays },
  ],
  erasure: [
    { table: 'standing_recheck', keeps: 'a row lasts until the person has been judged, seconds after the change' },
  ],
});
