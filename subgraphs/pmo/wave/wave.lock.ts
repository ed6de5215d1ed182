import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { column, statement } from '../../kit/statement.ts';
import { isFrozenSql } from '../draw/index.ts';
import { WaveEntity } from './wave.entity.ts';
import { refusals } from './wave.refusal.ts';
import type { WaveStepName } from './wave.status.ts';

export const LARGEST_NUMBER = 999_999;

// A statement of its own: one that waits for the lock would still see the steps as they were before it waited.
const BUSY = statement(
  'wave-busy',
  { running: column.text.orNull.as<WaveStepName | null>(), isFrozen: column.bool },
  `select (select step from wave_step where wave_number = $1 and status = 'RUNNING') as running,
    ${isFrozenSql('$1')} as "isFrozen"`,
);

/** A wave whose row is locked until the transaction ends. */
export interface LockedWave {
  wave: WaveEntity;
  /** The long step that is under way. */
  running: WaveStepName | null;
  /** Its entries are fixed for a draw. */
  isFrozen: boolean;
}

/**
 * Locks a wave: whoever is joining it has joined before, or is refused afterwards.
 * @param path of the argument that names the wave
 * @throws Refusal WAVE_UNKNOWN
 */
export const lockWave = async (tx: EntityManager, number: number, path?: string): Promise<LockedWave> => {
  if (number < 1 || number > LARGEST_NUMBER) throw refusals.unknown(number, path);
  const wave = await tx.findOne(WaveEntity, { number }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!wave) throw refusals.unknown(number, path);
  const [busy] = (await execute(tx, BUSY, [number])).rows;
  return { wave, running: busy?.running ?? null, isFrozen: busy?.isFrozen ?? false };
};
