import fastify from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { publicKeyText } from '../../../schema/registry/key.ts';
import { conformanceRoutes } from '../../../subgraphs/registry/conformance/conformance.route.ts';
import { banker, inputOf, KUR, kurStatement, openRegistry } from '../../../tests/testkit/registry.ts';
import { Runner } from './runner.ts';
import { startPartner } from './testkit/partner.ts';

const SECRET = 's'.repeat(43);
const REQUEST = `mutation ($revision: ID!) {
  done: requestConformanceRun(revision: $revision) { run { id } refusal { code } } }`;
const RUNS = '{ conformanceRuns(first: 10) { nodes { status failedRule runnerKey results { rule verdict detail } } } }';

type Runs = {
  conformanceRuns: { nodes: { status: string; failedRule: string | null; results: { detail: string }[] }[] };
};

/** A bank's subgraph, and the registry with its own port, to which a revision of the bank was published. */
const { options, stop } = await startPartner();
const { key } = options.shown;
const registry = await openRegistry({
  env: {
    CONFORMANCE_KEYS: JSON.stringify([publicKeyText(key)]),
    OWN_PUBLISHERS: JSON.stringify(['pmo', 'training', 'payments', 'jobs', 'registry']),
  },
});
const publisher = await registry.enroll(banker, 'PUBLISHER');
const statement = kurStatement({ address: options.shown.address });
const { revision } = await registry.publish(banker, inputOf(publisher, statement));
const app = fastify();
await app.register(conformanceRoutes(registry.services.conformanceReports, SECRET));
const origin = await app.listen({ host: '127.0.0.1', port: 0 });
afterAll(async () => {
  await app.close();
  await stop();
});

const requestRun = () => registry.mutate(banker, REQUEST, { revision: revision?.id });
/** Runs of the bank, newest first. */
const runs = async () => (await registry.ask<Runs>(banker, RUNS)).data.conformanceRuns.nodes;

test('the runner fetches what waits, asks the address, and the registry keeps what it signed', async () => {
  await requestRun();
  const runner = new Runner({ registry: origin, secret: SECRET, key, isProduction: false });
  expect(await runner.runAll()).toBe(1);
  // The bank answers its loans there, not what it published.
  expect(KUR).not.toContain('BankLoan');
  expect(await runs()).toMatchObject([{ status: 'FAILED', failedRule: 'sdl' }]);
  expect(await runner.runAll()).toBe(0);
});

test('in production an address inside is not asked', async () => {
  await requestRun();
  const runner = new Runner({ registry: origin, secret: SECRET, key, isProduction: true });
  expect(await runner.runAll()).toBe(1);
  const [run] = await runs();
  expect(run?.results[0]?.detail).toBe('the address cannot be asked: it is not https');
});

test('who does not know the secret finds nothing at the port of runners', async () => {
  await requestRun();
  const stranger = new Runner({ registry: origin, secret: 'x'.repeat(43), key, isProduction: false });
  await expect(stranger.runAll()).rejects.toThrow('the registry answered 404');
  const report = await fetch(`${origin}/conformance`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  expect(report.status).toBe(404);
  expect(await runs()).toMatchObject([{ status: 'REQUESTED' }, {}, {}]);
});
