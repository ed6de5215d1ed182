import { performance } from 'node:perf_hooks';
import type { Metrics } from './registry.ts';

/** What the process itself takes. */
export const addProcessMetrics = (metrics: Metrics): void => {
  metrics.reading({
    kind: 'counter',
    name: 'process_cpu_seconds_total',
    help: 'CPU time of the process, user and system.',
    read: () => {
      const { user, system } = process.cpuUsage();
      return [[(user + system) / 1_000_000]];
    },
  });
  metrics.reading({
    kind: 'gauge',
    name: 'process_resident_memory_bytes',
    help: 'Memory that the process holds.',
    read: () => [[process.memoryUsage.rss()]],
  });
  metrics.reading({
    kind: 'counter',
    name: 'prakerja_event_loop_busy_seconds_total',
    help: 'Time in which the event loop was at work: near one second a second, requests wait.',
    read: () => [[performance.eventLoopUtilization().active / 1_000]],
  });
};
