import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mock, test } from 'node:test';
import { createLocalJWKSet } from 'jose';
import { createGatewayCheck } from './gateway.mjs';
import { createSubgraph } from './server.mjs';

const vectors = JSON.parse(readFileSync(new URL('signature-vectors.json', import.meta.url), 'utf8'));
const keys = createLocalJWKSet({ keys: vectors.keys });
const { address, now } = vectors;

/** A check that began a minute before the requests of the vectors come. */
const checkAt = (subgraph) => {
  mock.timers.enable({ apis: ['Date'], now: (now - 60) * 1000 });
  const check = createGatewayCheck({ subgraph, address, keys });
  mock.timers.setTime(now * 1000);
  return check;
};

test('of the vectors only the requests of the gateway are taken, each once', async () => {
  const check = checkAt(vectors.subgraph);
  for (const { name, outcome, caller, ...request } of vectors.requests) {
    const found = await check(request);
    assert.deepEqual({ name, caller: found }, { name, caller: outcome === 'TAKEN' ? caller : undefined });
  }
  mock.timers.reset();
});

test('nobody but the gateway is answered', async () => {
  const server = createSubgraph({ address: 'https://contoh.example/graphql', keys });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const headers = { 'content-type': 'application/json' };
  const url = `http://127.0.0.1:${server.address().port}/graphql`;
  const response = await fetch(url, { method: 'POST', headers, body: '{"query":"{ __typename }"}' });
  assert.equal(response.status, 401);
  server.close();
  server.closeAllConnections();
});
