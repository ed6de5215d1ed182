import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import type { WaveStepType } from './progress.type.ts';

const STEPS = {
  name: 'wave-steps',
  text: `select wave_number as "waveNumber", step, status = 'RUNNING' as "isRunning", done, total,
      started_at as "startedAt", updated_at as "updatedAt", finished_at as "finishedAt", error_id as "errorId"
    from wave_step where wave_number = any($1::int[]) order by wave_number, started_at`,
};

/** Long steps of many waves, in one statement. */
export const stepsByWave = (database: Database) =>
  new DataLoader<number, WaveStepType[]>(async (numbers) => {
    const rows = await database.rows<WaveStepType>(STEPS, [numbers]);
    const byWave = Map.groupBy(rows, ({ waveNumber }) => waveNumber);
    return numbers.map((number) => byWave.get(number) ?? []);
  });
