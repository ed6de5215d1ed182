import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { addressCheck } from './addresses.ts';
import { people } from './testkit/people.ts';
import { startStack } from './testkit/stack.ts';

const supergraph = readFileSync('schema/supergraph.graphql', 'utf8');
const all = ['pmo', 'training', 'payments', 'jobs', 'registry'];
const candidate = { id: '1', supergraph, origin: { name: 'test' } };

test('each subgraph of a supergraph has an address, or it does not go live', () => {
  const checked = (own: string[], hasPartnerKeys = false) =>
    addressCheck({ own: new Set(own), hasPartnerKeys })(candidate);
  expect(checked(all)).toBeUndefined();
  expect(checked(all.slice(1))).toBe(
    'there is no address of pmo: SUBGRAPHS does not name it, and without PARTNER_KEYS no other one is asked',
  );
  expect(checked([])).toContain('pmo');
  // A partner's is the one that was signed.
  expect(checked(all.slice(1), true)).toBeUndefined();
});

test('a gateway does not start with a supergraph of which it cannot ask a subgraph', async () => {
  const starting = startStack({ subgraphs: people(), env: { SUBGRAPHS: '{}' } });
  afterAll(() => starting.then((stack) => stack.stop()).catch(() => undefined));
  await expect(starting).rejects.toThrow('there is no address of');
});
