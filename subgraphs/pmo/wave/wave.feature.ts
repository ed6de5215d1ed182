import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import type { FencedWork } from '../../kit/fenced-work.ts';
import type { DrawService } from '../draw/draw.service.ts';
import type { ListService } from '../draw/list/list.service.ts';
import type { Fundings } from '../funding/index.ts';
import type { MatchGate } from '../match/gate.service.ts';
import type { PolicyService } from '../policy/index.ts';
import { type Revocations, revocationDecided } from '../revocation/index.ts';
import { Waves } from './009-waves.migration.ts';
import { CancelledWaves } from './061-cancelled-waves.migration.ts';
import { WaveFunnels } from './098-wave-funnels.migration.ts';
import { WaveFunnelEntity } from './funnel.entity.ts';
import { funnelsOf } from './funnel.work.ts';
import { NextStepResolver } from './next-step.resolver.ts';
import { ProgressResolver } from './progress.resolver.ts';
import { ProgressService } from './progress.service.ts';
import type { RevokeService } from './revoke.service.ts';
import { QuotaReofferEntity, WaveEntity, WaveFigureEntity, WaveStepEntity } from './wave.entity.ts';
import { recipientsAnnounced, recipientsRevoked } from './wave.events.ts';
import { waveFigures } from './wave.figures.ts';
import { invariants } from './wave.invariants.ts';
import { waveReader } from './wave.loader.ts';
import { waveLoaders } from './wave.loaders.ts';
import { waveMutations } from './wave.mutations.ts';
import { findWave, WaveResolver } from './wave.resolver.ts';
import { ReofferResolver, WaveChangeResolver } from './wave-change.resolver.ts';
import { WaveStepResolver } from './wave-step.resolver.ts';
import { wavesOf } from './waves.ts';

interface Needs {
  policies: PolicyService;
  draws: DrawService;
  drawLists: ListService;
  revocations: Revocations;
  fundings: Fundings;
  matchGate: MatchGate;
}

export const wave = defineFeature({
  name: 'wave',
  entities: [WaveEntity, WaveFigureEntity, WaveStepEntity, QuotaReofferEntity, WaveFunnelEntity],
  resolvers: [WaveResolver, WaveChangeResolver, WaveStepResolver, ReofferResolver, ProgressResolver, NextStepResolver],
  mutations: waveMutations,
  references: { Wave: findWave },
  services: (kit: Kit & Needs) => ({
    ...wavesOf(kit),
    progress: new ProgressService(kit.database),
    waveFunnels: funnelsOf(kit),
    readWave: waveReader(kit.database),
  }),
  loaders: waveLoaders,
  work: ({ waveSteps, waveFunnels }: { waveSteps: FencedWork; waveFunnels: FencedWork }) => [waveSteps, waveFunnels],
  consumes: [when(revocationDecided, ({ revokes }: { revokes: RevokeService }) => revokes.decided)],
  publishes: [recipientsAnnounced, recipientsRevoked],
  migrations: [
    { name: '009-waves', class: Waves },
    { name: '061-cancelled-waves', class: CancelledWaves },
    { name: '098-wave-funnels', class: WaveFunnels },
  ],
  invariants,
  figures: waveFigures,
});
