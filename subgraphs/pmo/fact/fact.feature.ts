import { type FactServices, factsRecorded } from '../../kit/facts.ts';
import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { createMonths, dropMonths } from '../../kit/months.ts';
import { daily } from '../../kit/periodic.ts';
import { Facts } from './030-facts.migration.ts';
import { FactCounterEntity, FactEntity, FactPendingEntity } from './fact.entity.ts';
import { invariants } from './fact.invariants.ts';
import { FactResolver } from './fact.resolver.ts';
import { Sequencer } from './fact.sequencer.ts';
import { appendFacts, tellHere } from './fact.service.ts';
import { EventKindType } from './fact.type.ts';

/** The subgraphs that tell facts. */
const sources = ['training', 'jobs', 'registry'] as const;

const KEPT_DAYS = 400;

const months = ({ database, log, now }: Pick<Kit, 'database' | 'log' | 'now'>) =>
  daily(
    async () => {
      await createMonths(database, 'create_fact_month', now());
      await dropMonths(database, { table: 'fact', days: KEPT_DAYS, now: now() });
    },
    { log, failure: 'the months of facts were not kept' },
  );

export const fact = defineFeature({
  name: 'fact',
  entities: [FactPendingEntity, FactCounterEntity, FactEntity],
  resolvers: [FactResolver],
  types: [EventKindType],
  services: (kit: Pick<Kit, 'database' | 'log' | 'now'>): FactServices & { sequencer: Sequencer } => ({
    tell: tellHere(kit.now),
    sequencer: new Sequencer(kit),
  }),
  consumes: sources.map((name) =>
    when(
      factsRecorded(name),
      () =>
        (tx, { facts }) =>
          appendFacts(tx, facts),
    ),
  ),
  work: ({ sequencer, ...kit }: Pick<Kit, 'database' | 'log' | 'now'> & { sequencer: Sequencer }) => [
    sequencer,
    months(kit),
  ],
  migrations: [{ name: '030-facts', class: Facts }],
  invariants,
});
