import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { BalancesAndDisbursements } from './002-balances-and-disbursements.migration.ts';
import { TrainingBalanceEntity } from './balance.entity.ts';
import { balanceLoaders } from './balance.loader.ts';
import { BalanceResolver } from './balance.resolver.ts';
import { recipientsAnnounced } from './grant.events.ts';
import { GrantService } from './grant.service.ts';

export const balance = defineFeature({
  name: 'balance',
  entities: [TrainingBalanceEntity],
  resolvers: [BalanceResolver],
  services: ({ log, now }: Pick<Kit, 'log' | 'now'>) => ({ grants: new GrantService({ log, now }) }),
  loaders: balanceLoaders,
  consumes: [when(recipientsAnnounced, ({ grants }: { grants: GrantService }) => grants.grant)],
  migrations: [{ name: '002-balances-and-disbursements', class: BalancesAndDisbursements }],
  erasure: [
    { table: 'training_balance', keeps: 'one award in a lifetime, for ever; it names the person by an id alone' },
  ],
});
