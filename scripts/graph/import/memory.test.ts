import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { runImport } from '../../bench/import/command.ts';
import { writeCsv } from '../../bench/import/write-catalogue.ts';

const COURSES = 15_000;
const ANSWER_MS = 100;
const MOST_MB = 250;

interface ImportCall {
  variables: { courses: object[] };
}

/** A gateway that takes every course, some time later. */
const openGateway = async () => {
  const server = createServer(async (request, response) => {
    const { variables } = (await json(request)) as ImportCall;
    await delay(ANSWER_MS);
    const items = variables.courses.map((_, index) => ({ index, outcome: 'CREATED', problems: [] }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ data: { done: { items, refusal: null } } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` };
};

// Without `keepMemorySmall` it was 307 MB, and 368 MB with 50,000 courses. Only Linux tells the most that a process held.
test.runIf(process.platform === 'linux')('an import of thousands of courses holds little memory', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'import-memory-'));
  const { server, url } = await openGateway();
  try {
    vi.stubEnv('GRAPH_URL', url);
    vi.stubEnv('GRAPH_TOKEN', 'a-token');
    const file = join(directory, 'catalogue.csv');
    await writeCsv(file, { records: COURSES, faults: 0, seed: 1 });
    const { code, out, err, peakMb } = await runImport([file]);
    expect([code, err.replace(/import-courses: \d+ %.*\n/g, '')]).toEqual([0, '']);
    expect(out).toContain('15,000 created');
    expect(peakMb).toBeGreaterThan(50);
    expect(peakMb).toBeLessThanOrEqual(MOST_MB);
  } finally {
    vi.unstubAllEnvs();
    server.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
