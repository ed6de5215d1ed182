import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BANK, OFFICE, openRegistry, PORTAL, personOf } from '../../../tests/testkit/registry.ts';

const now = new Date('2026-11-02T03:30:00Z');
const hour = Math.floor(now.getTime() / 3_600_000);
const { database, services, ask } = await openRegistry({ now: () => now });
const { health } = services;

const ofBank = personOf('a', BANK, 'organization:read');
const ofPortal = personOf('b', PORTAL, 'organization:read');
const office = personOf('c', OFFICE, 'organization:read organization:manage');

const counted = {
  subgraphs: [
    { hour, subgraph: 'jobs', calls: 900, failures: 9, latencies: [0, 900, 0] },
    { hour: hour - 1, subgraph: 'jobs', calls: 100, failures: 0, latencies: [100, 0, 0] },
    { hour: hour - 24 * 8, subgraph: 'jobs', calls: 100, failures: 100, latencies: [0, 0, 100] },
  ],
  organizations: [
    { hour, organization: PORTAL, operations: 20, failed: 3, points: 50 },
    { hour: hour - 12, organization: PORTAL, operations: 10, failed: 0, points: 5 },
    { hour, organization: BANK, operations: 7, failed: 0, points: 7 },
  ],
  met: [
    { hour, subgraph: 'jobs', organization: PORTAL, errors: 3 },
    { hour, subgraph: 'jobs', organization: OFFICE, errors: 1 },
    { hour, subgraph: 'gone', organization: PORTAL, errors: 1 },
  ],
  spent: [{ day: Math.floor((now.getTime() + 7 * 3_600_000) / 86_400_000), organization: PORTAL, points: 60.5 }],
  latencyBounds: [10, 100],
  budgets: { default: 1000, organizations: { [BANK]: 0 } },
};

const copied = async (change: object = {}) => {
  services.counts.ask = async (_path, _body, shape) => shape.parse({ ...counted, ...change });
  await health.copy();
};

const QUERY = `query ($id: ID!, $days: Int) { organizationHealth(organizationId: $id, days: $days) {
  organizationId budget { points left resetsAt } days { day operations failed points }
  subgraphs { subgraph calls failures errorBudgetLeft p95Ms hours { hour calls p95Ms } }
  met { subgraph owner errors } caused { subgraph organization errors } } }`;

interface HealthAnswer {
  organizationHealth: { subgraphs: { subgraph: string }[] } & Record<string, unknown>;
}

const read = (caller: typeof ofBank, id: string, days?: number) =>
  ask<HealthAnswer>(caller, QUERY, { id, ...(days !== undefined && { days }) });

beforeAll(() => copied());

test('an organisation reads what it spends, what it asked by day, and whose errors it met', async () => {
  const { data } = await read(ofPortal, PORTAL);
  expect(data.organizationHealth).toEqual({
    organizationId: PORTAL,
    budget: { points: 1000, left: 939, resetsAt: '2026-11-02T17:00:00.000Z' },
    days: [
      { day: '2026-11-02', operations: 20, failed: 3, points: 50 },
      { day: '2026-11-01', operations: 10, failed: 0, points: 5 },
    ],
    subgraphs: [],
    met: [
      { subgraph: 'jobs', owner: 'jobs', errors: 3 },
      { subgraph: 'gone', owner: null, errors: 1 },
    ],
    caused: [],
  });
  expect((await read(ofBank, BANK)).data.organizationHealth.budget).toBeNull();
});

test('an owner reads how its subgraphs answered, and who met their errors', async () => {
  const { data } = await read(office, OFFICE);
  const { subgraphs, caused } = data.organizationHealth;
  expect(subgraphs.map(({ subgraph }) => subgraph)).toEqual(['jobs', 'payments', 'pmo', 'registry', 'training']);
  expect(subgraphs[0]).toEqual({
    subgraph: 'jobs',
    calls: 1000,
    failures: 9,
    errorBudgetLeft: -0.8,
    p95Ms: 95,
    hours: [
      { hour: '2026-11-02T02:00:00.000Z', calls: 100, p95Ms: 10 },
      { hour: '2026-11-02T03:00:00.000Z', calls: 900, p95Ms: 96 },
    ],
  });
  expect(caused).toEqual([{ subgraph: 'jobs', organization: PORTAL, errors: 3 }]);
  expect((await read(office, OFFICE, 30)).data.organizationHealth.subgraphs[0]).toMatchObject({ failures: 109 });
});

test('another organisation’s health is refused to all but the programme office', async () => {
  const scopes = ['organization:read', 'organization:manage', 'subgraph:approve organization:read', 'self'];
  const others = [
    ofBank,
    ...scopes.map((scope) => personOf('d', null, scope)),
    personOf('e', PORTAL, 'webhook:manage'),
  ];
  for (const caller of others) {
    const { data, codes } = await read(caller, PORTAL);
    expect([data, codes]).toEqual([null, ['FORBIDDEN']]);
  }
  expect((await read(ofPortal, OFFICE)).codes).toEqual(['FORBIDDEN']);
  expect((await read(office, PORTAL)).codes).toEqual([]);
  expect((await read(ofPortal, PORTAL, 0)).codes).toEqual(['DAYS_OUT_OF_RANGE']);
  expect((await read(ofPortal, PORTAL, 91)).codes).toEqual(['DAYS_OUT_OF_RANGE']);
});

test('a later copy of an hour replaces an earlier one, and what is older than 90 days goes', async () => {
  const old = { hour: hour - 24 * 91, organization: PORTAL, operations: 1, failed: 0, points: 1 };
  await copied({ organizations: [{ ...counted.organizations[0], operations: 25 }, old] });
  const { rows } = await database.pool.query(
    'select operations::int from organization_use where organization = $1 order by hour desc',
    [PORTAL],
  );
  expect(rows).toEqual([{ operations: 25 }, { operations: 10 }]);
});

const gateway = createServer((_request, response) => response.end('{"uses":"none"}'));
await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
afterAll(() => gateway.close());

test('a gateway that answers something else is not believed', async () => {
  const { port } = gateway.address() as AddressInfo;
  const { gatewayCounts } = await import('../usage/gateway-counts.ts');
  const { healthCounts } = await import('./health.counts.ts');
  const env = { GATEWAY_URL: `http://127.0.0.1:${port}`, COUNTS_SECRET: 'x'.repeat(43) };
  await expect(gatewayCounts(env).ask('/x', {}, healthCounts)).rejects.toThrow('expected array');
  expect(await gatewayCounts({}).ask('/x', {}, healthCounts)).toBeUndefined();
});
