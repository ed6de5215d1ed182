import type { Figure } from '../../kit/metrics/figure.ts';
import { WaveStepName } from './wave.status.ts';

/** Long steps that are under way, found by the index of running ones. */
export const waveFigures: readonly Figure[] = [
  {
    name: 'prakerja_wave_steps_running',
    help: 'Long steps of waves that are under way.',
    label: { name: 'step', values: Object.values(WaveStepName) },
    sql: `select step as label, count(*) as value from wave_step where status = 'RUNNING' group by step`,
  },
  {
    name: 'prakerja_wave_step_oldest_seconds',
    help: 'For how long the longest running step of each kind has been under way.',
    label: { name: 'step', values: Object.values(WaveStepName) },
    sql: `select step as label, extract(epoch from now() - min(started_at)) as value from wave_step
      where status = 'RUNNING' group by step`,
  },
];
