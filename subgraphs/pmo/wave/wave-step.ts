import type { EntityManager } from '@mikro-orm/postgresql';
import type { ClientBase } from 'pg';
import { execute } from '../../kit/database.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { DeclaredStatement } from '../../kit/statement.ts';
import { type WaveEntity, WaveStepEntity } from './wave.entity.ts';
import { type WaveStatus, type WaveStepName, WaveStepStatus } from './wave.status.ts';

/** A step of a wave that is under way. */
export interface RunningStep {
  waveNumber: number;
  step: WaveStepName;
  /** The end of the last chunk; null before the first. */
  cursor: string | null;
  startedAt: Date;
  requestId: string;
  /** People worked off before. */
  done: number;
}

interface Common {
  /** The state of the wave after the step; null when another step has to follow. */
  to: WaveStatus | null;
  /** The step that follows by itself. */
  next: WaveStepName | null;
  /** Counts how many there are to work off, in wave $1. */
  total: DeclaredStatement<{ total: number }>;
  /**
   * Checks and changes what the step alone cares for, in the transaction that begins it; the wave is locked.
   * @throws Refusal
   */
  begin?(wave: WaveEntity, tx: EntityManager, requestId: string): void | Promise<void>;
}

/** What a chunk did: people beyond those before, the new cursor or null at the end, and whether it must wait now. */
export interface ChunkDone {
  done: number;
  cursor: string | null;
  isWaiting?: boolean;
}

/** Worked off in chunks, each a transaction that also moves the cursor; a null cursor ends it. */
export interface ChunkedStep extends Common {
  chunk(tx: EntityManager, running: RunningStep): Promise<ChunkDone>;
}

/** One transaction on a connection of its own; a repeated run finds what was done. Returns false when it must wait. */
export interface WholeStep extends Common {
  whole(client: ClientBase, running: RunningStep): Promise<boolean>;
}

export type WaveStep = ChunkedStep | WholeStep;

export type WaveSteps = Readonly<Record<WaveStepName, WaveStep>>;

/** Returns the day of Asia/Jakarta on which a step began: a chunk after midnight reckons ages as the first one did. */
export const dayOf = ({ startedAt }: RunningStep): string => jakartaDayAfter(startedAt, 0);

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
