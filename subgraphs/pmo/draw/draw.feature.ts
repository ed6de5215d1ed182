import type { z } from 'zod';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Draw } from './007-draw.migration.ts';
import { Checkpoints } from './080-checkpoints.migration.ts';
import { DrawLists } from './082-draw-lists.migration.ts';
import { Witnesses } from './083-witnesses.migration.ts';
import { DrawTranches } from './108-draw-tranches.migration.ts';
import { WinnersByRule } from './118-winners-by-rule.migration.ts';
import {
  DrawChunkEntity,
  DrawEntity,
  DrawListEntity,
  DrawRegionEntity,
  DrawRegionResultEntity,
  DrawRegionTrancheEntity,
  DrawRegionTrancheResultEntity,
  DrawResultEntity,
} from './draw.entity.ts';
import { invariants } from './draw.invariants.ts';
import { drawLoaders } from './draw.loader.ts';
import { DrawRegionResolver, DrawResolver, WaveDrawResolver } from './draw.resolver.ts';
import type { DrawService } from './draw.service.ts';
import { drawEnv, drawsFrom } from './draws.ts';
import { freezeInvariants } from './freeze.invariants.ts';
import { listRoutes } from './list/list.route.ts';
import { ListService } from './list/list.service.ts';
import {
  DrawApprovalEntity,
  DrawCosignatureEntity,
  DrawRosterEntity,
  DrawVoidEntity,
} from './witness/witness.entity.ts';
import { approveDraw, cosignDraw, setDrawWitnesses, voidDraw } from './witness/witness.mutations.ts';
import { WitnessResolver } from './witness/witness.resolver.ts';
import { WitnessService } from './witness/witness.service.ts';

type DrawNeeds = Omit<Kit, 'env'> & {
  env: z.infer<typeof drawEnv> & { NODE_ENV: string };
  /** A test's own. */
  draws?: DrawService;
};

export const draw = defineFeature({
  name: 'draw',
  env: drawEnv,
  entities: [
    DrawEntity,
    DrawListEntity,
    DrawRegionEntity,
    DrawChunkEntity,
    DrawResultEntity,
    DrawRegionResultEntity,
    DrawRegionTrancheEntity,
    DrawRegionTrancheResultEntity,
    DrawRosterEntity,
    DrawApprovalEntity,
    DrawCosignatureEntity,
    DrawVoidEntity,
  ],
  resolvers: [WaveDrawResolver, DrawResolver, DrawRegionResolver, WitnessResolver],
  mutations: [setDrawWitnesses, approveDraw, cosignDraw, voidDraw],
  services: ({ env, database, now, draws }: DrawNeeds) => ({
    drawLists: new ListService(database),
    witnesses: new WitnessService({ now }),
    draws: draws ?? drawsFrom({ ...env, pool: database.pool, now }),
  }),
  loaders: drawLoaders,
  routes: ({ drawLists }: { drawLists: ListService }) => listRoutes(drawLists),
  migrations: [
    { name: '007-draw', class: Draw },
    { name: '080-checkpoints', class: Checkpoints },
    { name: '082-draw-lists', class: DrawLists },
    { name: '083-witnesses', class: Witnesses },
    { name: '108-draw-tranches', class: DrawTranches },
    { name: '118-winners-by-rule', class: WinnersByRule },
  ],
  invariants: [...invariants, ...freezeInvariants],
});
