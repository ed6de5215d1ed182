import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import type { PartnerAdapters } from '../partner/index.ts';
import { Orders } from './048-orders.migration.ts';
import { DecidedOrders } from './082-decided-orders.migration.ts';
import { engineDefaults } from './engine.settings.ts';
import { Engine } from './engine.ts';
import { HearService } from './hear.service.ts';
import { DisbursementOrderEntity, PayoutLaneEntity, SuspectVerdictEntity } from './order.entity.ts';
import { disbursementFailed, disbursementSettled } from './order.events.ts';
import { orderFigures } from './order.figures.ts';
import { invariants } from './order.invariants.ts';
import { orderLoaders } from './order.loader.ts';
import { limitPayouts, pausePayouts, resolveSuspect, resumePayouts } from './order.mutations.ts';
import { OrderResolver } from './order.resolver.ts';
import { PartnerLanes } from './partner-lane.service.ts';
import { SuspectService } from './suspect.service.ts';

interface GivenServices {
  partners: PartnerAdapters;
}

const services = (kit: Pick<Kit, 'database' | 'outbox' | 'log' | 'now'> & VaultServices & GivenServices) => {
  const { database, vault, outbox, log, now, partners } = kit;
  const hears = new HearService({ outbox, now, random: Math.random });
  const engine = new Engine({
    database,
    vault,
    outbox,
    now,
    log,
    partners: [...partners.values()],
    hears,
    settings: engineDefaults,
  });
  const suspects = new SuspectService({ hears, now });
  return { engine, hears, suspects, payoutLanes: new PartnerLanes({ now }) };
};

export const order = defineFeature({
  name: 'order',
  entities: [DisbursementOrderEntity, PayoutLaneEntity, SuspectVerdictEntity],
  resolvers: [OrderResolver],
  mutations: [resolveSuspect, pausePayouts, resumePayouts, limitPayouts],
  services,
  loaders: orderLoaders,
  work: ({ engine }: { engine: Engine }) => [engine],
  publishes: [disbursementSettled, disbursementFailed],
  migrations: [
    { name: '048-orders', class: Orders },
    { name: '082-decided-orders', class: DecidedOrders },
  ],
  invariants,
  figures: orderFigures,
  erasure: [
    {
      table: 'disbursement_order',
      keeps: 'what was ordered is accounted for; the account opens no more when the key of its person is destroyed',
    },
  ],
});
