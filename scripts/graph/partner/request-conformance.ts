import { setTimeout as delay } from 'node:timers/promises';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { askerHelp, askerOptions, askRegistry, mutate, print, required } from '../registry/asker.ts';
import { type Ask, NoAnswerError } from '../wave/ask.ts';
import { runText, type ShownRun } from './runs.ts';

const help = `Asks the graph's own runner for a conformance run of a published revision, waits for it, and prints it rule by rule.

  npm run graph -- conformance request --id REVISION [--sample JSON …] [--wait SECONDS]

  --id REVISION   id of the revision; npm run graph -- status lists them
  --sample JSON   a key of an entity that exists at the address, such as {"__typename":"Loan","id":"1"}; as often as needed
  --wait SECONDS  how long to wait for it (default 300; 0 only asks)
${askerHelp}
`;

const LOOK_EVERY_MS = 1_000;
const MOST = 20;

const secondsOf = (text: string): number => {
  if (!/^\d{1,4}$/.test(text)) throw new UsageError('--wait takes seconds; see --help');
  return Number(text);
};

/** A run goes on while a busy graph does not answer in time. */
const whileAway = (error: unknown): undefined => {
  if (!(error instanceof NoAnswerError)) throw error;
};

const finished = async (ask: Ask, asked: ShownRun, waitS: number): Promise<ShownRun> => {
  const endsAt = performance.now() + waitS * 1_000;
  let run = asked;
  while (run.status === 'REQUESTED' && performance.now() < endsAt) {
    await delay(LOOK_EVERY_MS);
    const variables = { first: MOST, subgraph: asked.subgraph };
    const found = await ask<{ conformanceRuns: { nodes: ShownRun[] } }>('ListConformance', variables).catch(whileAway);
    run = found?.conformanceRuns.nodes.find(({ id }) => id === asked.id) ?? run;
  }
  return run;
};

const string = { type: 'string' } as const;

export const command = graphCommand({
  help,
  options: {
    id: string,
    sample: { type: 'string', multiple: true, default: [] as string[] },
    wait: { type: 'string', default: '300' },
    ...askerOptions,
  },
  run: async ({ json, id, sample: samples, wait, ...asker }) => {
    const waitS = secondsOf(wait);
    const ask = askRegistry(asker);
    const { run } = await mutate<{ run: ShownRun }>(ask, 'RequestConformance', {
      revision: required(id, '--id'),
      samples,
    });
    const found = await finished(ask, run, waitS);
    print(json, found, runText(found));
    if (found.status === 'FAILED' || (found.status === 'REQUESTED' && waitS > 0)) process.exitCode = 1;
  },
});
