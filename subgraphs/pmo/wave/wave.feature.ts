import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { DrawService } from '../draw/draw.service.ts';
import type { PolicyService } from '../policy/policy.service.ts';
import { Waves } from './009-waves.migration.ts';
import { ProgressResolver } from './progress.resolver.ts';
import { ProgressService } from './progress.service.ts';
import { recipientsAnnounced, recipientsRevoked } from './wave.events.ts';
import { invariants } from './wave.invariants.ts';
import { waveReader } from './wave.loader.ts';
import { waveLoaders } from './wave.loaders.ts';
import { findWave, WaveResolver } from './wave.resolver.ts';
import { ReofferResolver, WaveChangeResolver } from './wave-change.resolver.ts';
import type { WaveSteps } from './wave-steps.service.ts';
import { wavesOf } from './waves.ts';

export const wave = defineFeature({
  name: 'wave',
  resolvers: [WaveResolver, WaveChangeResolver, ReofferResolver, ProgressResolver],
  references: { Wave: findWave },
  services: (kit: Kit & { policies: PolicyService; draws: DrawService }) => {
    const { runner, waves } = wavesOf(kit);
    return {
      waves,
      waveSteps: runner,
      progress: new ProgressService(kit.database),
      readWave: waveReader(kit.database),
    };
  },
  loaders: waveLoaders,
  work: ({ waveSteps }: { waveSteps: WaveSteps }) => [waveSteps],
  publishes: [recipientsAnnounced, recipientsRevoked],
  migrations: [{ name: '009-waves', class: Waves }],
  invariants,
});
