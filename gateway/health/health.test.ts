import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { ofDays, openPointsStore } from '../rate-store.ts';
import { RequestRecord } from '../record.ts';
import { HealthLog } from './health-log.ts';
import { openHealthStore } from './health-store.ts';

const hour = 500_000;
const log = { warn: () => undefined };

interface Facts {
  organization?: string;
  calls?: [subgraph: string, durationMs: number, failure?: 'timeout' | 'abandoned'][];
  errors?: [code: string, owner: string][];
}

const recordOf = ({ organization, calls = [], errors = [] }: Facts): RequestRecord => {
  const record = new RequestRecord('request');
  record.organization = organization;
  record.points = 2;
  for (const [subgraph, durationMs, failure] of calls)
    record.calls.push({ subgraph, startMs: 0, durationMs, statements: null, failure, spanId: '' });
  record.errors.push(...errors.map(([code, owner]) => ({ code, owner })));
  return record;
};

let url: string;
beforeAll(async () => {
  url = await createDatabase('gateway');
});

test('two gateways add up calls, failures and times by subgraph, and errors by who met them', async () => {
  await (await openPointsStore(url, log, ofDays)).close();
  const store = await openHealthStore(url, log);
  const other = await openHealthStore(url, log);
  onTestFinished(async () => void (await Promise.all([store.close(), other.close()])));
  const logs = [new HealthLog(() => hour * 3_600_000), new HealthLog(() => hour * 3_600_000)];
  for (const each of logs) {
    each.observe(
      recordOf({
        organization: 'org-1',
        calls: [
          ['jobs', 4],
          ['pmo', 60],
        ],
      }),
    );
    each.observe(
      recordOf({
        organization: 'org-1',
        calls: [['jobs', 9_000, 'timeout']],
        errors: [
          ['SUBGRAPH_TIMEOUT', 'jobs'],
          ['SUBGRAPH_TIMEOUT', 'jobs'],
          ['FORBIDDEN', 'pmo'],
        ],
      }),
    );
    each.observe(recordOf({ calls: [['jobs', 1, 'abandoned']], errors: [['SUBGRAPH_TIMEOUT', 'jobs']] }));
  }
  await Promise.all([logs[0]?.flush(store), logs[1]?.flush(other)]);
  expect(await store.since(hour)).toEqual({
    subgraphs: [
      { hour, subgraph: 'jobs', calls: 4, failures: 2, latencies: [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2] },
      { hour, subgraph: 'pmo', calls: 2, failures: 0, latencies: [0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0] },
    ],
    organizations: [{ hour, organization: 'org-1', operations: 4, failed: 2, points: 8 }],
    met: [{ hour, subgraph: 'jobs', organization: 'org-1', errors: 2 }],
    spent: [],
  });
  expect((await store.since(hour + 1)).subgraphs).toEqual([]);
});

test('what cannot be written waits, and is added to what came since', async () => {
  const health = new HealthLog(() => hour * 3_600_000);
  const facts: Facts = { organization: 'o', calls: [['jobs', 4]], errors: [['INTERNAL_SERVER_ERROR', 'jobs']] };
  health.observe(recordOf(facts));
  await expect(health.flush({ add: async () => Promise.reject(new Error('away')) })).rejects.toThrow('away');
  health.observe(recordOf(facts));
  const taken: unknown[] = [];
  await health.flush({ add: async (counts) => void taken.push(counts) });
  expect(taken).toMatchObject([
    { subgraphs: [{ calls: 2 }], organizations: [{ operations: 2, failed: 2 }], met: [{ errors: 2 }] },
  ]);
});

test('an id of a token that could be the number of somebody is not kept', async () => {
  const health = new HealthLog(() => 0);
  health.observe(recordOf({ organization: '3171234567890123', calls: [] }));
  const taken: unknown[] = [];
  await health.flush({ add: async (counts) => void taken.push(counts) });
  expect(taken).toEqual([]);
});
