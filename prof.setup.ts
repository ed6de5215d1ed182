import { afterAll, beforeAll, expect } from 'vitest';
import { appendFileSync } from 'node:fs';
const cpu = () => { const c = process.cpuUsage(); return (c.user + c.system) / 1e3; };
let c0 = cpu(), t0 = Date.now();
beforeAll(() => { c0 = cpu(); t0 = Date.now(); });
afterAll(() => { appendFileSync('/tmp/ci2/cpu.txt', `${(cpu() - c0).toFixed(0)} ${Date.now() - t0} ${expect.getState().testPath}\n`); });
