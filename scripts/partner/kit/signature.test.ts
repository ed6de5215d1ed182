import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { vectorsText } from '../vectors/vectors.ts';
import { createCallerVerifier, createSignatureVerifier, givenKeys, type KeySet, remoteKeys } from './index.ts';

const file = readFileSync('docs/partners/signature-vectors.json', 'utf8');
const { subgraph, address, now, keys, requests } = JSON.parse(file);
const [usual] = requests;
const set = givenKeys({ keys });

afterEach(() => {
  vi.useRealTimers();
});

const at = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: seconds * 1_000 });

/** A verifier that began a minute before the requests come. */
const verifierOf = (keySet: KeySet = set) => {
  at(now - 60);
  const verifier = createSignatureVerifier({ address, keys: keySet });
  at(now);
  return verifier;
};

type Vector = (typeof requests)[number];

test('the vectors are what the gateway signs', () => {
  expect(file).toBe(vectorsText());
  const outcomes = requests.map(({ outcome }: Vector) => outcome);
  expect([outcomes.filter((each: string) => each === 'TAKEN').length, outcomes.length]).toEqual([4, 26]);
});

test('of the vectors only the requests of the gateway are taken, each once', async () => {
  const verify = verifierOf();
  const callerOf = createCallerVerifier({ subgraph, keys: set });
  const outcomes: unknown[] = [];
  for (const { name, outcome: _, caller, ...request } of requests as Vector[]) {
    const fault = await verify(request);
    const found = fault ? undefined : await callerOf(request.headers['x-caller']).catch(() => undefined);
    const shown = found && { subject: found.subject, scopes: [...found.scopes] };
    outcomes.push({ name, outcome: shown ? 'TAKEN' : 'REFUSED', caller: shown });
  }
  expect(outcomes).toEqual(requests.map(({ name, outcome, caller }: Vector) => ({ name, outcome, caller })));
});

test('a request that was signed before the process began is not taken: the one before may have had it', async () => {
  at(now + 2);
  const verify = createSignatureVerifier({ address, keys: set });
  expect(await verify(usual)).toBe('UNSIGNED');
});

test('several processes share what they have seen', async () => {
  const seen = new Set<string>();
  const nonces = { add: async (nonce: string) => !seen.has(nonce) && Boolean(seen.add(nonce)) };
  at(now);
  const [one, other] = [0, 1].map(() => createSignatureVerifier({ address, keys: set, nonces }));
  expect([await one?.(usual), await other?.(usual)]).toEqual([undefined, 'REPLAYED']);
});

test('while the key set cannot be read, nobody says that a request is forged', async () => {
  let status = 500;
  const server = createServer((_request, response) => response.writeHead(status).end(JSON.stringify({ keys })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const verify = verifierOf(remoteKeys(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
  expect(await verify(usual)).toBe('KEYS_UNAVAILABLE');
  status = 200;
  at(now + 20);
  expect(await verify(usual)).toBeUndefined();
  server.close();
});

test('strangers cannot have the key set asked over and over', async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end(JSON.stringify({ keys: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const verify = verifierOf(remoteKeys(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
  for (let call = 0; call < 20; call += 1) expect(await verify(usual)).toBe('UNSIGNED');
  expect(asked).toBeLessThanOrEqual(2);
  server.close();
});
