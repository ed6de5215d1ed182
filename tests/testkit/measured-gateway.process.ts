import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

// A gateway that says, when its parent asks, how long its event loop stood still and how much memory it took since.
const delays = monitorEventLoopDelay({ resolution: 1 });
let busy = performance.eventLoopUtilization();
let residentBefore = 0;
let cpu = process.cpuUsage();

const residentPeak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;

process.on('message', (asked: 'start' | 'stop') => {
  if (asked === 'start') {
    globalThis.gc?.();
    writeFileSync('/proc/self/clear_refs', '5');
    residentBefore = residentPeak();
    delays.reset();
    delays.enable();
    busy = performance.eventLoopUtilization();
    cpu = process.cpuUsage();
    process.send?.('started');
    return;
  }
  // The delay of the last turn is counted at the next tick of the monitor's timer.
  setTimeout(() => {
    const { active } = performance.eventLoopUtilization(busy);
    const { user, system } = process.cpuUsage(cpu);
    const cpuMs = (user + system) / 1_000;
    process.send?.({
      stoodStillMs: delays.max / 1e6,
      busyMs: active,
      cpuMs,
      memoryMb: residentPeak() - residentBefore,
    });
  }, 5);
});

await import('../../gateway/main.ts');
process.send?.('ready');
