import type { z } from 'zod';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Draw } from './007-draw.migration.ts';
import { Checkpoints } from './080-checkpoints.migration.ts';
import {
  DrawChunkEntity,
  DrawEntity,
  DrawRegionEntity,
  DrawRegionResultEntity,
  DrawResultEntity,
  DrawWinnerEntity,
} from './draw.entity.ts';
import { invariants } from './draw.invariants.ts';
import { drawLoaders } from './draw.loader.ts';
import { DrawResolver, WaveDrawResolver } from './draw.resolver.ts';
import type { DrawService } from './draw.service.ts';
import { drawEnv, drawsFrom } from './draws.ts';

type DrawNeeds = Omit<Kit, 'env'> & {
  env: z.infer<typeof drawEnv> & { NODE_ENV: string };
  /** A test's own. */
  draws?: DrawService;
};

export const draw = defineFeature({
  name: 'draw',
  env: drawEnv,
  entities: [DrawEntity, DrawRegionEntity, DrawChunkEntity, DrawResultEntity, DrawRegionResultEntity, DrawWinnerEntity],
  resolvers: [WaveDrawResolver, DrawResolver],
  services: ({ env, database, now, draws }: DrawNeeds) => ({
    draws: draws ?? drawsFrom({ ...env, pool: database.pool, now }),
  }),
  loaders: drawLoaders,
  migrations: [
    { name: '007-draw', class: Draw },
    { name: '080-checkpoints', class: Checkpoints },
  ],
  invariants,
});
