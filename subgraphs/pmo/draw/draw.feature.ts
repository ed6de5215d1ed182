import type { z } from 'zod';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Draw } from './007-draw.migration.ts';
import { Checkpoints } from './080-checkpoints.migration.ts';
import { DrawLists } from './082-draw-lists.migration.ts';
import { Witnesses } from './083-witnesses.migration.ts';
import { DrawTranches } from './108-draw-tranches.migration.ts';
import { WinnersByRule } from './118-winners-by-rule.migration.ts';
import { TimeStamps } from './119-time-stamps.migration.ts';
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
import { DrawTimeStampEntity } from './stamp/stamp.entity.ts';
import { stampEnv } from './stamp/stamp.env.ts';
import { stampInvariants } from './stamp/stamp.invariants.ts';
import { StampService } from './stamp/stamp.service.ts';
import {
  DrawApprovalEntity,
  DrawCosignatureEntity,
  DrawRosterEntity,
  DrawVoidEntity,
} from './witness/witness.entity.ts';
import { approveDraw, cosignDraw, setDrawWitnesses, voidDraw } from './witness/witness.mutations.ts';
import { WitnessResolver } from './witness/witness.resolver.ts';
import { WitnessService } from './witness/witness.service.ts';

const env = drawEnv.extend(stampEnv);

type DrawNeeds = Omit<Kit, 'env'> & {
  env: z.infer<typeof env> & { NODE_ENV: string };
  /** A test's own. */
  draws?: DrawService;
};

export const draw = defineFeature({
  name: 'draw',
  env,
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
    DrawTimeStampEntity,
  ],
  resolvers: [WaveDrawResolver, DrawResolver, DrawRegionResolver, WitnessResolver],
  mutations: [setDrawWitnesses, approveDraw, cosignDraw, voidDraw],
  services: ({ env: { TIME_STAMP_AUTHORITIES: authorities, ...rest }, database, log, now, draws }: DrawNeeds) => ({
    drawLists: new ListService(database),
    witnesses: new WitnessService({ now }),
    draws: draws ?? drawsFrom({ ...rest, pool: database.pool, now }),
    drawStamps: new StampService({ database, authorities, log, now }),
  }),
  loaders: drawLoaders,
  work: ({ drawStamps }: { drawStamps: StampService }) => [drawStamps],
  routes: ({ drawLists }: { drawLists: ListService }) => listRoutes(drawLists),
  migrations: [
    { name: '007-draw', class: Draw },
    { name: '080-checkpoints', class: Checkpoints },
    { name: '082-draw-lists', class: DrawLists },
    { name: '083-witnesses', class: Witnesses },
    { name: '108-draw-tranches', class: DrawTranches },
    { name: '118-winners-by-rule', class: WinnersByRule },
    { name: '119-time-stamps', class: TimeStamps },
  ],
  invariants: [...invariants, ...freezeInvariants, ...stampInvariants],
});
