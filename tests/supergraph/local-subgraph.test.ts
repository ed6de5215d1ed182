import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type StartedSubgraph, startSubgraph } from '../../scripts/partner/kit/index.ts';
import { graphClient } from '../testkit/client.ts';
import { freePort } from '../testkit/port.ts';
import { until } from '../testkit/until.ts';

const stack = inject('stack');
const folder = mkdtempSync(join(tmpdir(), 'prakerja-dev-'));
const file = join(folder, 'sewa.graphql');
/** A command starts in seconds, on a busy machine in minutes. */
const WITHIN_MS = 240_000;

const head = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const participant = 'type Participant @key(fields: "id") { id: ID! "Offers." sewaOffers: Int }';
const first = `${head}\n${participant}\n`;
const second = `${first}type Query { "Today." sewaCount: Int }\n`;

let subgraph: StartedSubgraph;
let command: ChildProcess;
let printed = '';
let url: string;
let address: string;

beforeAll(async () => {
  const port = await freePort();
  const gatewayPort = await freePort();
  address = `http://127.0.0.1:${port}/graphql`;
  url = `http://localhost:${gatewayPort}/graphql`;
  writeFileSync(file, first);
  subgraph = await startSubgraph({
    name: 'sewa',
    typeDefs: second,
    resolvers: { Query: { sewaCount: () => 7 }, Participant: { sewaOffers: () => 3 } },
    env: {
      PORT: String(port),
      ADDRESS: address,
      GATEWAY_KEYS: new URL('/.well-known/http-message-signatures-directory', stack.url).href,
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  const args = ['dev', 'sewa', '--sdl', file, '--url', address, '--port', String(gatewayPort), '--data', stack.data];
  command = spawn(process.execPath, ['--import', './scripts/loader.mjs', 'scripts/graph.ts', ...args]);
  for (const stream of [command.stdout, command.stderr])
    stream?.on('data', (part: Buffer) => {
      printed += part.toString();
    });
  await says('sewa is in the graph at');
}, WITHIN_MS);

afterAll(async () => {
  const ended = once(command, 'exit');
  command.kill('SIGTERM');
  expect((await ended)[0]).toBe(0);
  await subgraph.stop();
  rmSync(folder, { recursive: true });
});

const says = async (text: string) => {
  const found = await until(async () => printed.includes(text) || command.exitCode !== null, Boolean, WITHIN_MS);
  if (!found || !printed.includes(text)) throw new Error(`it does not say ${text}: ${printed}`);
};

const ask = (query: string) => graphClient({ url, data: stack.data })('officer').query<Record<string, unknown>>(query);

test(
  'a subgraph of this machine is asked beside the rest of the graph, and nobody else sees it',
  async () => {
    const query = '{ participants(first: 1) { nodes { name sewaOffers } } }';
    const { data, asked } = await ask(query);
    expect(data).toEqual({ participants: { nodes: [{ name: expect.any(String), sewaOffers: 3 }] } });
    expect(asked).toEqual(['pmo', 'sewa']);
    const { errors } = await graphClient(stack)('officer').query(query);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(printed).toContain(`${file}:2:57 error FIELD_ADDED (rule field-of-another, owner pmo)`);
  },
  WITHIN_MS,
);

test(
  'it follows the file, and stays as it was while that does not compose',
  async () => {
    expect((await ask('{ sewaCount }')).errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    writeFileSync(file, second);
    const counted = async () => (await ask('{ sewaCount }')).data?.sewaCount;
    await expect.poll(counted, { timeout: WITHIN_MS, interval: 500 }).toBe(7);
    writeFileSync(file, `${second}type {`);
    await says('it does not compose, so the graph stays as it was: Syntax Error');
    expect(await counted()).toBe(7);
  },
  WITHIN_MS,
);
