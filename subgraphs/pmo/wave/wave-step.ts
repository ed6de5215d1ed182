import type { EntityManager } from '@mikro-orm/postgresql';
import type { ClientBase } from 'pg';
import type { WaveStatus } from './wave.status.ts';

export enum WaveStepName {
  SCREEN = 'SCREEN',
  FREEZE = 'FREEZE',
  DRAW = 'DRAW',
  ANNOUNCE = 'ANNOUNCE',
  REVOKE = 'REVOKE',
}

/** A step of a wave that is under way. */
export interface RunningStep {
  waveNumber: number;
  step: WaveStepName;
  /** Where the last chunk ended; null before the first. */
  cursor: string | null;
  startedAt: Date;
  requestId: string;
}

interface Common {
  from: WaveStatus;
  /** What the wave becomes when the step is done; null when another step has to follow. */
  to: WaveStatus | null;
  /** What follows without being asked for. */
  next: WaveStepName | null;
  /** How many there are to work off: a query over wave $1. */
  total: string;
}

/** Worked off in chunks, each a transaction that also moves the cursor; a null cursor ends it. */
export interface ChunkedStep extends Common {
  chunk(tx: EntityManager, running: RunningStep): Promise<{ done: number; cursor: string | null }>;
}

/** One transaction of its own on a connection of its own; a repeated run finds what was done. False: not yet, ask again. */
export interface WholeStep extends Common {
  whole(client: ClientBase, running: RunningStep): Promise<boolean>;
}

export type WaveStep = ChunkedStep | WholeStep;
