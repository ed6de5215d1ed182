import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { command } from './request.ts';

const id = '019ad0c3-9f4e-7a31-8d2c-5b1e0f3a7c64';
const at = (milliseconds: number) => new Date(1_764_000_000_000 + milliseconds).toISOString();

const access = {
  level: 'info',
  time: at(100),
  service: 'gateway',
  requestId: id,
  client: 'portal-app',
  organization: 'org-7',
  operation: 'Journey',
  kind: 'query',
  points: 12,
  calls: 3,
  steps: [
    ['pmo', 5, 20],
    ['training', 26, 70.5],
    ['jobs', 26, 10, 'unavailable'],
  ],
  method: 'POST',
  status: 200,
  isComplete: true,
  durationMs: 100,
  overheadMs: 9.5,
  msg: 'request',
};

const lines = {
  'gateway.log': [
    access,
    {
      time: at(36),
      service: 'gateway',
      requestId: id,
      subgraph: 'jobs',
      reason: 'ECONNREFUSED',
      msg: 'a subgraph call failed',
    },
    { ...access, requestId: 'another-request', operation: 'Other' },
  ],
  'pmo.log.1': [
    {
      time: at(24),
      service: 'pmo',
      requestId: id,
      url: '/graphql',
      status: 200,
      statements: 4,
      durationMs: 18,
      msg: 'request',
    },
  ],
  'payments.log': [
    {
      time: at(2_600),
      service: 'payments',
      requestId: id,
      event: 'e',
      type: 'pmo.wave.opened',
      source: 'pmo',
      msg: 'event received',
    },
  ],
  'payments.deaths.log': [{ ...access, service: 'payments' }],
};

const dataOf = (files: Record<string, object[]>) => {
  const data = mkdtempSync(join(tmpdir(), 'prakerja-request-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  mkdirSync(join(data, 'logs'));
  for (const [name, objects] of Object.entries(files)) {
    writeFileSync(
      join(data, 'logs', name),
      `not JSON ${id}\n${objects.map((each) => `${JSON.stringify(each)}\n`).join('')}`,
    );
  }
  return data;
};

const output = async (...args: string[]) => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await command.run(args);
    return write.mock.calls.map(([text]) => text).join('');
  } finally {
    write.mockRestore();
  }
};

test('a time line shows the gateway, its calls, what subgraphs say, and the events that followed', async () => {
  expect(await output(id, '--data', dataOf(lines))).toMatchInlineSnapshot(`
    "query Journey 200
    client portal-app, organisation org-7, 12 points, 3 calls, overhead 9.5 ms

          0.0 ms  ████████████████████████████████████████     100.0 ms  gateway
          5.0 ms    █████████                                   20.0 ms    call of pmo
          6.0 ms    ████████                                    18.0 ms  pmo                 /graphql 4 statements
         26.0 ms            █████████████████████████████       70.5 ms    call of training
         26.0 ms            █████                               10.0 ms    call of jobs      unavailable
         36.0 ms                ·                                        gateway             a subgraph call failed jobs ECONNREFUSED
       2600.0 ms                                         ›               payments            event received pmo.wave.opened
    "
  `);
});

test('lines of docker compose are read from one file, and a cursor cannot be moved', async () => {
  const data = dataOf({});
  const file = join(data, 'compose.log');
  writeFileSync(file, `gateway-1  | ${JSON.stringify({ ...access, operation: 'A\u001b[2JB' })}\n`);
  const drawn = await output(id, '--logs', file);
  expect(drawn).toContain('query A?[2JB 200\n');
  expect(drawn.split('\n')).toHaveLength(8);
});

test.for([
  [['short'], 'a request id has 8 to 64 letters'],
  [[], 'say one request id'],
  [[id, '--data', 'a', '--logs', 'b'], 'name --data or --logs'],
  [[id, '--data', '/nowhere'], 'there are no logs in /nowhere/logs'],
] as const)('%j is answered with one line', async ([args, line]) => {
  await expect(command.run([...args])).rejects.toThrow(line);
});

test('a request that is in no log is named', async () => {
  await expect(command.run(['019ad0c3-0000', '--data', dataOf(lines)])).rejects.toThrow('no line of 019ad0c3-0000');
});
