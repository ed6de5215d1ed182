import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type StartedSubgraph, startSubgraph } from '@prakerja/subgraph-kit';
import { startTestGateway, type TestGateway } from '@prakerja/subgraph-kit/testing';
import { contoh } from './contoh.ts';

const address = 'https://contoh.example/graphql';
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

let gateway: TestGateway;
let subgraph: StartedSubgraph;
before(async () => {
  gateway = await startTestGateway({ subgraph: 'contoh' });
  const env = { PORT: '0', ADDRESS: address, GATEWAY_KEYS: gateway.keysUrl };
  subgraph = await startSubgraph({ ...contoh, env, log });
});
after(async () => {
  await subgraph.stop();
  await gateway.stop();
});

const ask = (query: string, variables = {}, caller = {}) =>
  gateway.ask({ port: subgraph.port, address }, { query, variables }, caller);

test('the gateway is answered', async () => {
  const { data } = await ask('{ contohOffer(id: "1") { title } }');
  assert.deepEqual(data, { contohOffer: { title: 'A place to learn by working' } });
});

test('nobody else is', async () => {
  const body = '{"query":"{ __typename }"}';
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`http://127.0.0.1:${subgraph.port}/graphql`, { method: 'POST', headers, body });
  assert.equal(response.status, 401);
});

test('a person is told how many offers wait, and nobody else', async () => {
  const query = 'query($r: [_Any!]!) { _entities(representations: $r) { ... on Participant { contohOffers } } }';
  const r = [{ __typename: 'Participant', id: 'p1' }];
  const { data } = await ask(query, { r }, { subject: 'siti', scopes: ['self'] });
  assert.deepEqual(data, { _entities: [{ contohOffers: 2 }] });
  const { errors } = await ask(query, { r }, { subject: 'siti' });
  assert.equal(errors?.[0]?.extensions.code, 'FORBIDDEN');
});
