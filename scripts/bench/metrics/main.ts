// Our gateway with metrics and traces beside our gateway without, over the same subgraphs, on Linux.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compareAnswers } from '../gateway/answers.ts';
import { type Gateway, startOurs, startSubgraphs, supergraphPath } from '../gateway/gateways.ts';
import { prepareRounds, type Round } from '../gateway/load.ts';
import { freePort, stopAll, stopNode } from '../gateway/processes.ts';
import { type BenchQuery, benchQueries, bodyOf } from '../gateway/queries.ts';
import { composeSupergraph } from '../gateway/supergraph.ts';
import { print, runBench } from '../run.ts';
import { medianInterval } from './interval.ts';

const GOAL = 1.03;
const SCRAPE_MS = 15_000;
/** How many pairs two processes are measured by before the next two. */
const PAIRS_OF_PROCESSES = 2;

const help = `
npm run bench -- metrics [--pairs N] [--seconds N] [--only heavy|small] [--control]

What metrics and traces cost the gateway: CPU with both on, scraped every 15 s and sending to a collector, divided by
CPU with both off. The access line is written by both. On Linux.
  --pairs    of rounds, one of each, in turns, two with each pair of processes; the median counts (default 20)
  --seconds  about how long a round lasts (default 3)
  --only     one of the queries
  --control  neither has them: how far two equal gateways differ here
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

/** Starts and warms both gateways, `first` first, and measures a few pairs in turns. */
const measurePairs = async (starts: Record<Slot, () => Promise<Gateway>>, first: Slot, options: PairOptions) => {
  const { query, seconds } = options;
  const order: readonly Slot[] = first === 'on' ? ['on', 'off'] : ['off', 'on'];
  const gateways: Gateway[] = [];
  for (const slot of order) gateways.push(await starts[slot]());
  await compareAnswers(gateways, query);
  const runs: (() => Promise<Round>)[] = [];
  for (const gateway of gateways) runs.push(await prepareRounds(gateway, bodyOf(query), seconds));
  const ratios: number[] = [];
  for (let pair = 0; pair < options.pairs; pair += 1) {
    const cpu: number[] = [];
    for (const place of pair % 2 === 0 ? [0, 1] : [1, 0]) cpu[place] = (await runs[place]?.())?.cpuSecondsPer1000 ?? 0;
    const [one = 0, other = 0] = cpu;
    ratios.push(first === 'on' ? one / other : other / one);
  }
  await Promise.all(gateways.map(({ pid }) => stopNode(pid)));
  console.log(`${query.name}, ${first} first: ${ratios.map((ratio) => ratio.toFixed(3)).join(' ')}`);
  return ratios;
};

// Two equal processes differ by some hundredths for as long as they live, so each lives for a few pairs only.
const compare = async (starts: Record<Slot, () => Promise<Gateway>>, query: BenchQuery, options: BenchOptions) => {
  const ratios: number[] = [];
  while (ratios.length < options.pairs) {
    const first = (ratios.length / PAIRS_OF_PROCESSES) % 2 === 0 ? 'on' : 'off';
    const pairs = { pairs: PAIRS_OF_PROCESSES, query, seconds: options.seconds };
    ratios.push(...(await measurePairs(starts, first, pairs)));
  }
  const { median, low, high } = medianInterval(ratios);
  const round = (value: number) => Number(value.toFixed(4));
  const interval = { low: round(low), high: round(high), certainty: 0.95, pairs: ratios.length };
  return { bench: `metrics-${query.name}-cpu`, ratio: round(median), ...interval, goal: GOAL, pass: median <= GOAL };
};

interface BenchOptions {
  pairs: number;
  seconds: number;
}

interface PairOptions extends BenchOptions {
  query: BenchQuery;
}

type Slot = 'on' | 'off';

const flags = {
  pairs: { type: 'string', default: '20' },
  seconds: { type: 'string', default: '3' },
  only: { type: 'string' },
  control: { type: 'boolean' },
} as const;

await runBench({ name: 'metrics', help, options: flags }, async (run) => {
  if (process.platform !== 'linux') throw new Error('The benchmark reads CPU time from /proc: it needs Linux.');
  const options = { pairs: run.count('pairs'), seconds: run.count('seconds') };
  const queries = benchQueries.filter(({ name }) => !run.values.only || name === run.values.only);
  const folder = run.directory();
  run.ending.defer(stopAll);
  const subgraphUrls = await startSubgraphs(folder);
  writeFileSync(supergraphPath(folder), composeSupergraph(subgraphUrls));
  const setup = { folder, subgraphUrls, profileFolder: undefined };
  const metricsPort = await freePort();
  const collector = await startCollector(run.ending);
  const more: Record<string, string> = run.values.control
    ? {}
    : { METRICS_PORT: String(metricsPort), OTLP_URL: collector };
  const starts = { on: () => startOurs(setup, { name: 'on', more }), off: () => startOurs(setup, { name: 'off' }) };
  startScraping(metricsPort, run.ending);
  const figures = [];
  for (const query of queries) figures.push(await compare(starts, query, options));
  for (const figure of figures) print(figure);
  return figures.every(({ pass }) => pass);
});
