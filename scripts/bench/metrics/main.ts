// Our gateway with metrics and traces beside our gateway without, over the same subgraphs, on Linux.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compareAnswers } from '../gateway/answers.ts';
import { type Gateway, startOurs, startSubgraphs, supergraphPath } from '../gateway/gateways.ts';
import { prepareRounds } from '../gateway/load.ts';
import { freePort, stopAll } from '../gateway/processes.ts';
import { type BenchQuery, benchQueries, bodyOf } from '../gateway/queries.ts';
import { composeSupergraph } from '../gateway/supergraph.ts';
import { print, runBench } from '../run.ts';
import { medianInterval } from './interval.ts';

const GOAL = 1.03;
const SCRAPE_MS = 15_000;

const help = `
npm run bench -- metrics [--pairs N] [--seconds N] [--only heavy|small]

What metrics and traces cost the gateway: CPU with both on, scraped every 15 s and sending to a collector, divided by
CPU with both off. The access line is written by both. On Linux.
  --pairs    of rounds, one of each, in turns; the median counts (default 20)
  --seconds  about how long a round lasts (default 3)
  --only     one of the queries
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

const compare = async ([on, off]: readonly [Gateway, Gateway], query: BenchQuery, options: BenchOptions) => {
  const body = bodyOf(query);
  await compareAnswers([on, off], query);
  const runOn = await prepareRounds(on, body, options.seconds);
  const runOff = await prepareRounds(off, body, options.seconds);
  const ratios: number[] = [];
  for (let pair = 1; pair <= options.pairs; pair += 1) {
    // Each goes first every other time.
    const isOnFirst = pair % 2 === 1;
    const first = await (isOnFirst ? runOn() : runOff());
    const second = await (isOnFirst ? runOff() : runOn());
    const [withBoth, without] = isOnFirst ? [first, second] : [second, first];
    ratios.push(withBoth.cpuSecondsPer1000 / without.cpuSecondsPer1000);
    console.log(`${query.name}, pair ${pair}: ${ratios.at(-1)?.toFixed(3)}`);
  }
  const { median, low, high } = medianInterval(ratios);
  const round = (value: number) => Number(value.toFixed(4));
  const interval = { low: round(low), high: round(high), certainty: 0.95, pairs: options.pairs };
  return { bench: `metrics-${query.name}-cpu`, ratio: round(median), ...interval, goal: GOAL, pass: median <= GOAL };
};

interface BenchOptions {
  pairs: number;
  seconds: number;
}

const flags = {
  pairs: { type: 'string', default: '20' },
  seconds: { type: 'string', default: '3' },
  only: { type: 'string' },
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
  const more = { METRICS_PORT: String(metricsPort), OTLP_URL: await startCollector(run.ending) };
  const on = await startOurs(setup, { name: 'on', more });
  const off = await startOurs(setup, { name: 'off' });
  startScraping(metricsPort, run.ending);
  const figures = [];
  for (const query of queries) figures.push(await compare([on, off], query, options));
  for (const figure of figures) print(figure);
  return figures.every(({ pass }) => pass);
});
