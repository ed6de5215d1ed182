import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import { BalancesAndDisbursements } from './002-balances-and-disbursements.migration.ts';
import { LastDayOfAWave } from './030-last-day-of-a-wave.migration.ts';
import { BalanceYears } from './098-balance-years.migration.ts';
import { TrainingBalanceEntity, WaveBalanceEntity } from './balance.entity.ts';
import { invariants } from './balance.invariants.ts';
import { balanceLoaders } from './balance.loader.ts';
import { BalanceResolver } from './balance.resolver.ts';
import { BalanceService } from './balance.service.ts';
import { ExpiryService } from './expiry.service.ts';
import { recipientsAnnounced } from './grant.events.ts';
import { GrantService } from './grant.service.ts';

/** How often balances are looked for whose last day has passed; a look that finds none reads one entry of an index. */
const EXPIRE_EVERY_MS = 60_000;

export const balance = defineFeature({
  name: 'balance',
  entities: [TrainingBalanceEntity, WaveBalanceEntity],
  resolvers: [BalanceResolver],
  services: ({ database, log, now }: Pick<Kit, 'database' | 'log' | 'now'>) => ({
    grants: new GrantService({ log, now }),
    balances: new BalanceService({ now }),
    expiries: new ExpiryService({ database, now }),
  }),
  loaders: balanceLoaders,
  consumes: [when(recipientsAnnounced, ({ grants }: { grants: GrantService }) => grants.grant)],
  work: ({ log, expiries }: Pick<Kit, 'log'> & { expiries: ExpiryService }) => [
    periodic(() => expiries.run(), { log, everyMs: EXPIRE_EVERY_MS, failure: 'expired balances were not returned' }),
  ],
  migrations: [
    { name: '002-balances-and-disbursements', class: BalancesAndDisbursements },
    { name: '030-last-day-of-a-wave', class: LastDayOfAWave },
    { name: '098-balance-years', class: BalanceYears },
  ],
  invariants,
  erasure: [
    { table: 'training_balance', keeps: 'one award in a lifetime, for ever; it names the person by an id alone' },
  ],
});
