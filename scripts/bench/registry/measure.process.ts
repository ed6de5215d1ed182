// One measurement in a process of its own, so that its memory is its own: node measure.process.ts check|gateway COUNT
import { readFileSync } from 'node:fs';
import { plansHere } from '../../../gateway/planner/plans-here.ts';
import { gatewayView } from '../../../gateway/registry/gateway-view.ts';
import { readGraph } from '../../../gateway/revision/graph.ts';
import { checkRevision } from '../../../schema/registry/check.ts';
import { composeLive } from '../../../schema/registry/live-graph.ts';
import { generatedGraph } from './partners.ts';

const [what, count = '6'] = process.argv.slice(2);
const graph = generatedGraph(Number(count));
const supergraph = composeLive(graph.live).supergraph?.sdl ?? '';

const cpuS = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const timed = async <T>(work: () => Promise<T>): Promise<{ result: T; cpuS: number; wallS: number }> => {
  const cpu = cpuS();
  const wall = performance.now();
  const result = await work();
  return { result, cpuS: cpuS() - cpu, wallS: (performance.now() - wall) / 1000 };
};

const gateway = gatewayView(new Map());

const check = async () => {
  const last = graph.live.at(-1);
  if (!last) throw new Error('no subgraph');
  const candidate = { ...last, sdl: last.sdl.replace('"A number."', '"A number that changed."') };
  const { result, ...took } = await timed(() =>
    checkRevision({ ...graph, supergraph, candidate, terms: [], usage: [], gateway, now: new Date() }),
  );
  const refused = result.findings.filter(({ severity }) => severity === 'ERROR');
  if (refused.length > 0) throw new Error(`the generated graph is refused: ${refused[0]?.message}`);
  return took;
};

const journey = readFileSync('schema/operations/participant-journey.graphql', 'utf8');
const ROUNDS = 20;

const readyGateway = async () => {
  const subgraphRequest = async () => ({ data: null });
  const ready = await timed(() => readGraph(supergraph, { subgraphRequest, openPlans: plansHere, isProduction: true }));
  const { engine } = ready.result;
  const { parse } = await import('graphql');
  const plans: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const name = `Journey${round}`;
    const document = parse(journey.replace(/query \w+/, `query ${name}`));
    plans.push((await timed(() => engine.plan(document, name))).cpuS * 1000);
  }
  const { cpuS: readyCpuS, wallS: readyWallS } = ready;
  return { readyCpuS, readyWallS, planCpuMs: plans.toSorted((one, other) => one - other)[ROUNDS / 2] };
};

const measured = what === 'check' ? await check() : await readyGateway();
const peakMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ ...measured, peakMb, supergraphKb: supergraph.length / 1024 })}\n`, () =>
  process.exit(0),
);
