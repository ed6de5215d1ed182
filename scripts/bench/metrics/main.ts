// Our gateway with metrics and traces, or with the operation log, beside itself without, on Linux.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '../../usage.error.ts';
import { compareAnswers } from '../gateway/answers.ts';
import { type Gateway, openSurroundings, startOurs, startSubgraphs, supergraphPath } from '../gateway/gateways.ts';
import { prepareRounds } from '../gateway/load.ts';
import { stopAll } from '../gateway/processes.ts';
import { type BenchQuery, benchQueries, bodyOf } from '../gateway/queries.ts';
import { composeSupergraph } from '../gateway/supergraph.ts';
import { print, runBench } from '../run.ts';
import { medianInterval } from './interval.ts';

/** What is switched, and how much CPU it may take. */
const GOALS: Record<string, number> = { metrics: 1.03, log: 1.05 };
const SCRAPE_MS = 15_000;

const help = `
npm run bench -- metrics [--of metrics|log] [--pairs N] [--seconds N] [--only heavy|small] [--control]

What metrics and traces, or the operation log, cost the gateway: its CPU with them on, divided by its CPU with them off,
in one process that is switched. Metrics are scraped every 15 s, traces sent to a collector, the log written to
PostgreSQL every 5 s. The access line is always written, and of the two what is not switched is on. On Linux.
  --of       metrics, with traces (default), or the operation log
  --pairs    of rounds, one of each, in turns; the median counts (default 20)
  --seconds  about how long a round lasts (default 5): CPU time is read in steps of 10 ms
  --only     one of the queries
  --control  both rounds of a pair without them: how far equal rounds differ here
`;

/** A collector that takes everything. */
const startCollector = async (ending: AsyncDisposableStack): Promise<string> => {
  const server = createServer((request, response) => {
    request.resume();
    request.once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ending.defer(() => server.closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const startScraping = (port: number, ending: AsyncDisposableStack): void => {
  const scrape = () => fetch(`http://127.0.0.1:${port}/metrics`).then((answer) => answer.text());
  const timer = setInterval(() => void scrape().catch(() => undefined), SCRAPE_MS);
  ending.defer(() => clearInterval(timer));
};

const compare = async (gateway: Gateway, query: BenchQuery, options: BenchOptions) => {
  await compareAnswers([gateway], query);
  const run = await prepareRounds(gateway, bodyOf(query), options.seconds);
  const ratios: number[] = [];
  const cpu = { on: 0, off: 0 };
  let slot: Slot = 'off';
  for (let pair = 0; pair < options.pairs; pair += 1) {
    // On and off, off and on, and so forth: the second round begins with what the first one had.
    for (const next of pair % 2 === 0 ? (['off', 'on'] as const) : (['on', 'off'] as const)) {
      if (next !== slot && !options.isControl) process.kill(gateway.pid, 'SIGUSR2');
      slot = next;
      cpu[slot] = (await run()).cpuSecondsPer1000;
    }
    ratios.push(cpu.on / cpu.off);
  }
  console.log(`${query.name}: ${ratios.map((ratio) => ratio.toFixed(3)).join(' ')}`);
  const { median, low, high } = medianInterval(ratios);
  const round = (value: number) => Number(value.toFixed(4));
  const interval = { low: round(low), high: round(high), certainty: 0.95, pairs: ratios.length };
  const bench = `${options.of}-${query.name}-cpu`;
  return { bench, ratio: round(median), ...interval, goal: options.goal, pass: median <= options.goal };
};

interface BenchOptions {
  of: string;
  /** Most CPU with it, divided by CPU without. */
  goal: number;
  pairs: number;
  seconds: number;
  /** Neither round of a pair has it. */
  isControl: boolean;
}

type Slot = 'on' | 'off';

const flags = {
  of: { type: 'string', default: 'metrics' },
  pairs: { type: 'string', default: '20' },
  seconds: { type: 'string', default: '5' },
  only: { type: 'string' },
  control: { type: 'boolean' },
} as const;

await runBench({ name: 'metrics', help, options: flags }, async (run) => {
  if (process.platform !== 'linux') throw new Error('The benchmark reads CPU time from /proc: it needs Linux.');
  const { of = '', only, control } = run.values;
  const goal = GOALS[of];
  if (goal === undefined) throw new UsageError('--of takes metrics or log');
  const options = { of, goal, pairs: run.count('pairs'), seconds: run.count('seconds'), isControl: Boolean(control) };
  const queries = benchQueries.filter(({ name }) => !only || name === only);
  const folder = run.directory();
  const surroundings = await openSurroundings(folder, run.ending);
  run.ending.defer(stopAll);
  const subgraphUrls = await startSubgraphs(folder);
  writeFileSync(supergraphPath(folder), composeSupergraph(subgraphUrls));
  const setup = { folder, subgraphUrls, profileFolder: undefined };
  const collector = await startCollector(run.ending);
  const more = { ...surroundings, OTLP_URL: collector, SWITCHED: of };
  const gateway = await startOurs(setup, { main: 'scripts/bench/metrics/worker.ts', more });
  startScraping(Number(surroundings.METRICS_PORT), run.ending);
  const figures = [];
  for (const query of queries) figures.push(await compare(gateway, query, options));
  for (const figure of figures) print(figure);
  return figures.every(({ pass }) => pass);
});
