import type { FactServices } from '../../kit/facts.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Placements } from './042-placements.migration.ts';
import { PlacementEntity } from './placement.entity.ts';
import { placementReported } from './placement.events.ts';
import { confirmPlacement, reportPlacement } from './placement.mutations.ts';
import { PlacementResolver, placementLoaders } from './placement.resolver.ts';
import { PlacementService } from './placement.service.ts';

export const placement = defineFeature({
  name: 'placement',
  entities: [PlacementEntity],
  resolvers: [PlacementResolver],
  mutations: [reportPlacement, confirmPlacement],
  services: ({ outbox, tell, now }: Pick<Kit, 'outbox' | 'now'> & FactServices) => ({
    placements: new PlacementService({ outbox, tell, now }),
  }),
  loaders: placementLoaders,
  publishes: [placementReported],
  migrations: [{ name: '042-placements', class: Placements }],
  invariants: [
    {
      name: 'an application is HIRED just when a placement was reported',
      sql: `select coalesce(application.id, placement.application_id) as id
        from (select id from application where status = 'HIRED') application
        full join placement on application_id = application.id
        where application.id is null or placement.id is null`,
    },
  ],
  erasure: [{ table: 'placement', statement: 'delete from placement where participant_id = any($1::uuid[])' }],
});
