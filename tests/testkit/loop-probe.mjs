// Loaded into a process under test (--import): tells its parent, over IPC, what a request cost it.
import { readFileSync, writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const everyMs = 1;
let longestMs = 0;
let last = { at: performance.now(), cpu: process.cpuUsage() };

// A loop that waits for a core is not busy: what counts is the lesser of wall clock and CPU.
const sample = () => {
  const at = performance.now();
  const { user, system } = process.cpuUsage(last.cpu);
  longestMs = Math.max(longestMs, Math.min(at - last.at, (user + system) / 1000));
  last = { at, cpu: process.cpuUsage() };
};

const statusMb = (name) =>
  Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;

let started = { cpu: process.cpuUsage(), rssMb: 0 };

process.on('message', (message) => {
  sample();
  if (message === 'probe:start') {
    globalThis.gc?.();
    // Resets the peak of the resident set (proc(5), clear_refs).
    writeFileSync('/proc/self/clear_refs', '5');
    longestMs = 0;
    started = { cpu: process.cpuUsage(), rssMb: statusMb('VmRSS') };
    last = { at: performance.now(), cpu: process.cpuUsage() };
    process.send?.({ probe: 'started' });
  }
  if (message === 'probe:memory') {
    globalThis.gc?.();
    setTimeout(() => {
      globalThis.gc?.();
      const { heapUsed, external } = process.memoryUsage();
      process.send?.({ probe: 'memory', heapMb: (heapUsed + external) / 2 ** 20, residentMb: statusMb('VmRSS') });
    }, 100);
  }
  if (message === 'probe:stop') {
    const { user, system } = process.cpuUsage(started.cpu);
    const memoryMb = statusMb('VmHWM') - started.rssMb;
    process.send?.({ probe: 'stopped', longestMs, memoryMb, cpuMs: (user + system) / 1000 });
  }
});

setInterval(sample, everyMs).unref();
