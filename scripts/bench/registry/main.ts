// What 60 subgraphs of 6,000 types cost the registry's check and a gateway, beside 6 of them.
import { execFileSync } from 'node:child_process';
import { inheritedEnv } from '../../env.ts';
import { print, runBench } from '../run.ts';

const help = `
npm run bench -- registry [--subgraphs N]

Checks a revision of a generated subgraph beside the committed ones, starts a gateway's graph, and plans the journey of a
participant, each in a process of its own: with 6 subgraphs and with N (60) of 100 types each. Times are of the processor,
since the machine may be shared; memory is the peak of the process. Goals: a check 20 s, ready 20 s, a plan 10 ms.
`;

interface Measurement {
  cpuS?: number;
  readyCpuS?: number;
  planCpuMs?: number;
  wallS?: number;
  readyWallS?: number;
  peakMb: number;
  supergraphKb: number;
}

const program = new URL('./measure.process.ts', import.meta.url).pathname;

const measure = (what: 'check' | 'gateway', count: number): Measurement => {
  const args = ['--import', './scripts/loader.mjs', program, what, String(count)];
  const said = execFileSync(process.execPath, args, { env: inheritedEnv(), encoding: 'utf8' });
  return JSON.parse(said.trim().split('\n').at(-1) ?? '') as Measurement;
};

const rounded = (values: Measurement): object =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.round(value * 100) / 100]));

const GOALS = { checkS: 20, readyS: 20, planMs: 10 };

await runBench(
  { name: 'registry', help, options: { subgraphs: { type: 'string', default: '60' } } },
  async ({ count }) => {
    const sizes = [6, count('subgraphs')];
    const rows = sizes.map((subgraphs) => {
      const check = measure('check', subgraphs);
      const gateway = measure('gateway', subgraphs);
      print({ subgraphs, check: rounded(check), gateway: rounded(gateway) });
      return { check, gateway };
    });
    const [small, large] = rows;
    if (!small || !large) return false;
    const ours = {
      checkS: large.check.cpuS ?? Number.NaN,
      readyS: large.gateway.readyCpuS ?? Number.NaN,
      planMs: large.gateway.planCpuMs ?? Number.NaN,
    };
    const names = ['checkS', 'readyS', 'planMs'] as const;
    for (const name of names)
      print({ bench: `registry-${name}`, ours: ours[name], reference: GOALS[name], ratio: ours[name] / GOALS[name] });
    print({
      bench: 'registry-growth',
      check: ours.checkS / (small.check.cpuS ?? 1),
      ready: ours.readyS / (small.gateway.readyCpuS ?? 1),
      plan: ours.planMs / (small.gateway.planCpuMs ?? 1),
    });
    return names.every((name) => ours[name] <= GOALS[name]);
  },
);
