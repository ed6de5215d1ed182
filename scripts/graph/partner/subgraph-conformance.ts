import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildASTSchema, isObjectType, parse } from 'graphql';
import { failedRule, type RuleResult } from '../../../schema/registry/conformance.ts';
import { DEFAULT_LIMITS } from '../../partner/conformance/conversation.ts';
import { serveKeys } from '../../partner/conformance/key-server.ts';
import { runRules } from '../../partner/conformance/run.ts';
import { samplesOf } from '../../partner/conformance/runner.ts';
import { partnerKeyId } from '../../partner/conformance/signer.ts';
import { runnerKeyOf } from '../../stack/environment.ts';
import { readSecrets } from '../../stack/secrets.ts';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { fileText, print, required } from '../registry/asker.ts';
import { resultLine } from './runs.ts';

const help = `Asks a partner's subgraph what the graph's own runner would ask it: a line for each rule, and 1 when one fails.
What it finds is yours to read and counts nowhere; npm run graph -- conformance request asks for the run that does.

  npm run graph -- conformance subgraph --url URL --sdl FILE --name NAME [--sample JSON …] [--keys-port N | --data DIR]

  --url URL      where the subgraph answers
  --sdl FILE     the SDL that is, or will be, published
  --name NAME    its name: callers are asserted to it
  --sample JSON  a key of an entity that exists there, such as {"__typename":"Loan","id":"1"}; as often as needed
  --keys-port N  serves a key set of its own on this port, for a subgraph that takes its keys from there (default 4030)
  --data DIR     asks with the runner's key of the stack of that directory, whose gateway publishes it
  --seconds N    how long the load lasts (default ${DEFAULT_LIMITS.loadSeconds})
  --rate N       requests a second of the load (default ${DEFAULT_LIMITS.loadPerSecond})
  --p95 N        milliseconds within which 95 of 100 answers come (default ${DEFAULT_LIMITS.p95Ms})
  --json         the results as JSON
`;

const samplesIn = (texts: readonly string[]) => {
  try {
    return samplesOf(texts.map((text) => JSON.parse(text) as Record<string, unknown>));
  } catch {
    throw new UsageError('--sample takes JSON, such as {"__typename":"Loan","id":"1"}');
  }
};

const numberOf = (text: string, option: string): number => {
  if (!/^\d{1,5}(\.\d)?$/.test(text) || Number(text) <= 0) throw new UsageError(`${option} takes a number; see --help`);
  return Number(text);
};

/** Entities of the graph that are not this subgraph's own. */
const foreignTo = (sdl: string): ReadonlySet<string> => {
  const graph = buildASTSchema(parse(readFileSync('schema/supergraph.graphql', 'utf8')), { assumeValidSDL: true });
  const names = [...sdl.matchAll(/\btype\s+(\w+)/g)].map(([, name]) => name ?? '');
  return new Set(names.filter((name) => isObjectType(graph.getType(name))));
};

/** The key of a stack's runner, or a new one whose public half is served while it is used. */
const openKey = async (data: string | undefined, port: number): Promise<{ key: KeyObject; close(): Promise<void> }> => {
  if (data !== undefined) return { key: runnerKeyOf(readSecrets(data)), close: async () => undefined };
  const { privateKey: key } = generateKeyPairSync('ed25519');
  return { key, close: await serveKeys(key, port) };
};

const string = { type: 'string' } as const;

export const command = graphCommand({
  help,
  options: {
    url: string,
    sdl: string,
    name: string,
    sample: { type: 'string', multiple: true, default: [] as string[] },
    'keys-port': { type: 'string', default: '4030' },
    data: string,
    seconds: { type: 'string', default: String(DEFAULT_LIMITS.loadSeconds) },
    rate: { type: 'string', default: String(DEFAULT_LIMITS.loadPerSecond) },
    p95: { type: 'string', default: String(DEFAULT_LIMITS.p95Ms) },
    json: { type: 'boolean', default: false },
  },
  run: async ({ json, ...given }) => {
    const address = URL.parse(required(given.url, '--url'))?.href;
    if (!address) throw new UsageError('--url takes a URL');
    const sdl = fileText(required(given.sdl, '--sdl'));
    const samples = samplesIn(given.sample);
    const subgraph = required(given.name, '--name');
    const limits = {
      ...DEFAULT_LIMITS,
      p95Ms: numberOf(given.p95, '--p95'),
      loadPerSecond: numberOf(given.rate, '--rate'),
      loadSeconds: numberOf(given.seconds, '--seconds'),
    };
    const { key, close } = await openKey(given.data, numberOf(given['keys-port'], '--keys-port'));
    const report = (result: RuleResult) => json || process.stdout.write(`${resultLine(result)}\n`);
    const shown = { subgraph, address, key, keyId: await partnerKeyId(key) };
    const foreign = foreignTo(sdl);
    const results = await runRules({ shown, sdl, samples, limits, foreign, isPublic: false }, report).finally(close);
    const failed = failedRule(results) ?? null;
    const text = failed ? `conformance: ${subgraph} fails ${failed}\n` : `conformance: ${subgraph} passes every rule\n`;
    print(json, { subgraph, address, failedRule: failed, results }, text);
    if (failed) process.exitCode = 1;
  },
});
