import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { WaveStepEntity } from './wave.entity.ts';
import { type WaveStepName, WaveStepStatus } from './wave-step.status.ts';
import type { WaveStep } from './wave-step.ts';

interface StepStart {
  waveNumber: number;
  name: WaveStepName;
  requestedBy: string;
  requestId: string;
  now: Date;
}

/** Begins a step of a wave, to be worked off after the commit. */
export const startStep = async (
  tx: EntityManager,
  { total }: WaveStep,
  { waveNumber, name, requestedBy, requestId, now }: StepStart,
): Promise<void> => {
  const [count] = (await execute(tx, total, [waveNumber])).rows;
  tx.create(WaveStepEntity, {
    waveNumber,
    step: name,
    status: WaveStepStatus.RUNNING,
    done: 0,
    total: count?.total ?? 0,
    cursor: null,
    requestedBy,
    requestId,
    startedAt: now,
    updatedAt: now,
    finishedAt: null,
    errorId: null,
  });
};
