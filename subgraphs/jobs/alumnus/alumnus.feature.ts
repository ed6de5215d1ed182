import { z } from 'zod';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import { AlumniRosters } from './031-alumni-rosters.migration.ts';
import { AlumniSearches as AlumniSearchTables } from './032-alumni-searches.migration.ts';
import { AlumniEdges } from './047-alumni-edges.migration.ts';
import {
  AlumniCellEntity,
  AlumniDisclosureEntity,
  AlumniEdgeEntity,
  AlumniQuotaEntity,
  AlumniRosterEntity,
  AlumniSearchEntity,
} from './alumnus.entity.ts';
import { invariants } from './alumnus.invariants.ts';
import { alumnusLoaders } from './alumnus.loader.ts';
import {
  AlumniDisclosureResolver,
  AlumniParticipantResolver,
  AlumniQuotaResolver,
  AlumnusResolver,
  SkillSupplyResolver,
} from './alumnus.resolver.ts';
import { AlumniSearches, makeRoster } from './alumnus.service.ts';
import { PortalQuotaResolver } from './portal-quota.resolver.ts';

const env = z.object({
  /** Rows of alumni that a portal is shown on a day. */
  ALUMNI_ROWS_PER_DAY: z.coerce.number().int().min(10).max(10_000).default(1_000),
});

type AlumnusKit = Omit<Kit, 'env'> & { env: z.infer<typeof env> };

const MINUTE_MS = 60_000;

export const alumnus = defineFeature({
  name: 'alumnus',
  env,
  entities: [
    AlumniRosterEntity,
    AlumniCellEntity,
    AlumniEdgeEntity,
    AlumniQuotaEntity,
    AlumniSearchEntity,
    AlumniDisclosureEntity,
  ],
  resolvers: [
    AlumnusResolver,
    AlumniQuotaResolver,
    PortalQuotaResolver,
    SkillSupplyResolver,
    AlumniParticipantResolver,
    AlumniDisclosureResolver,
  ],
  services: (kit: AlumnusKit) => ({ alumni: new AlumniSearches(kit, kit.env.ALUMNI_ROWS_PER_DAY) }),
  loaders: alumnusLoaders,
  work: ({ database, log, now }: Kit) => [
    periodic(() => makeRoster(database, now()), {
      log,
      everyMs: MINUTE_MS,
      failure: 'no roster of alumni was made for today',
    }),
  ],
  migrations: [
    { name: '031-alumni-rosters', class: AlumniRosters },
    { name: '032-alumni-searches', class: AlumniSearchTables },
    { name: '047-alumni-edges', class: AlumniEdges },
  ],
  invariants,
  erasure: [
    {
      table: 'alumni_disclosure',
      statement: 'delete from alumni_disclosure where participant_id = any($1::uuid[])',
    },
  ],
});
