// Our gateway beside the reference over the same subgraphs and the same supergraph, on Linux.
import { writeFileSync } from 'node:fs';
import { type BenchRun, print, runBench } from '../run.ts';
import { compareAnswers } from './answers.ts';
import {
  type Gateway,
  openSurroundings,
  type Setup,
  startOurs,
  startReference,
  startSubgraphs,
  supergraphPath,
} from './gateways.ts';
import { prepareRounds } from './load.ts';
import { flags, help, type Options, readOptions } from './options.ts';
import { stopAll } from './processes.ts';
import { type BenchQuery, bodyOf } from './queries.ts';
import { type Figure, figuresOf, type Pair, printTable } from './report.ts';
import { composeSupergraph } from './supergraph.ts';

const INSTALL: string = '../install.mjs';

async function compete(gateways: Record<'ours' | 'reference', Gateway>, query: BenchQuery, options: Options) {
  const body = bodyOf(query);
  const bytes = await compareAnswers(Object.values(gateways), query);
  console.log(`${query.name}: both gateways give the same answer, ${bytes} bytes.`);
  const runOurs = await prepareRounds(gateways.ours, body, options.seconds);
  const runReference = await prepareRounds(gateways.reference, body, options.seconds);
  const pairs: Pair[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    const pair = { ours: await runOurs(), reference: await runReference() };
    const cpu = [pair.ours, pair.reference].map(({ cpuSecondsPer1000 }) => cpuSecondsPer1000.toFixed(3));
    console.log(`${query.name}, round ${round}: ${cpu.join(' beside ')} CPU s per 1,000 requests`);
    pairs.push(pair);
  }
  return figuresOf(query, pairs);
}

async function bench({ ending, directory }: BenchRun, options: Options): Promise<Figure[]> {
  if (process.platform !== 'linux') throw new Error('The benchmark reads CPU time from /proc: it needs Linux.');
  const folder = directory();
  const more = await openSurroundings(folder, ending);
  ending.defer(stopAll);
  const subgraphUrls = await startSubgraphs(folder);
  writeFileSync(supergraphPath(folder), composeSupergraph(subgraphUrls));
  const setup: Setup = { folder, subgraphUrls, profileFolder: options.profileFolder };
  const gateways = { ours: await startOurs(setup, { more }), reference: await startReference(setup) };
  const figures: Figure[] = [];
  for (const query of options.queries) figures.push(...(await compete(gateways, query, options)));
  return figures;
}

await runBench({ name: 'gateway', help, options: flags }, async (run) => {
  const options = readOptions(run);
  // Only now: --help and a wrong option install nothing.
  await import(INSTALL);
  const figures = await bench(run, options);
  printTable(figures);
  for (const figure of figures) print(figure);
  return figures.every(({ pass }) => pass !== false);
});
