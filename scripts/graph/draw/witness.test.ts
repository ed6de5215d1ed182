import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { roundAt } from '../../../subgraphs/pmo/draw/beacon.ts';
import { type Checkpoint, checkpointText } from '../../../subgraphs/pmo/draw/checkpoint.ts';
import { testChain } from '../../../subgraphs/pmo/draw/test-chain.beacon.ts';
import { until } from '../../../tests/testkit/until.ts';
import { type PlannedDraw, planDraw, publish } from '../../../tests/testkit/witnessed-draw.ts';

const program = 'scripts/graph/witness.mjs';
const directory = mkdtempSync(join(tmpdir(), 'prakerja-witness-'));
const keyFile = join(directory, 'own.key');
const memoryFile = join(directory, 'own.json');
const files = ['--key', keyFile, '--memory', memoryFile];
const node = promisify(execFile);
const { stdout } = await node(process.execPath, [program, 'keygen', '--name', 'bar', ...files]);
const key = stdout.trim();

/** What the graph shows and sends: an operator who may say anything. */
let shown: object = {};
let list = '';
const brought: string[] = [];
const server = createServer(async (request, response) => {
  if (request.method === 'GET') return void response.end(list);
  let body = '';
  for await (const part of request) body += part;
  const { operationName, variables } = JSON.parse(body) as { operationName: string; variables: { line: string } };
  if (operationName === 'CosignDraw') brought.push(variables.line);
  const data = operationName === 'CosignDraw' ? { cosignDraw: { refusal: null } } : { wave: shown };
  response.end(JSON.stringify({ data }));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const graph = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const each of running) each.kill();
  server.close();
  rmSync(directory, { recursive: true });
});

const HOUR_MS = 3_600_000;
const SECONDS_AHEAD = 90_000;
const draft: PlannedDraw = planDraw(30, [], 0);
const round = roundAt(testChain, new Date()) + SECONDS_AHEAD;
const closesAt = new Date(Date.now() + 12 * HOUR_MS);
const base: Checkpoint = { ...draft.checkpoint, round, closesAt, threshold: 1, witnesses: [key] };

/** Lets the graph show a frozen draw with this checkpoint. */
const show = async (change: Partial<Checkpoint>, { voids = [] as object[], isApproved = true } = {}) => {
  const checkpoint = { ...base, ...change };
  const text = checkpointText(checkpoint);
  const { entries } = await publish({ entries: draft.entries, checkpoint }, []);
  list = `${JSON.stringify({ format: 'prakerja-draw/2', checkpoint: text })}\n${entries.join('\n')}\n`;
  const drawWitnesses = { approvedAt: isApproved ? new Date().toISOString() : null };
  shown = { draw: { attempt: checkpoint.attempt, checkpoint: text }, drawWitnesses, voidDraws: voids };
  return text;
};

let said = '';
/** Runs the witness until it has said this. */
const hear = async (wanted: RegExp, more: string[] = []) => {
  said = '';
  const where = ['--graph', graph, '--wave', '7001', '--port', '0'];
  const child = spawn(process.execPath, [program, 'run', ...where, ...files, ...more]);
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
  await until(
    async () => said,
    (text) => wanted.test(text),
    15_000,
  );
  child.kill();
  running.delete(child);
  expect(said).toMatch(wanted);
};
beforeEach(() => brought.splice(0));

const attempt = 'attempt 1 of wave 7001';

test('a round nearer than its own notice is refused', async () => {
  await show({});
  await hear(/refused: round \d+ is \d+ s ahead of the beacon; 172800 s are wanted/, ['--notice', '172800']);
  expect(brought).toEqual([]);
});

test('a list that does not give the root is refused', async () => {
  await show({ root: Buffer.alloc(32, 1) });
  await hear(new RegExp(`${attempt}: refused: the Merkle root of the entries is not that of the checkpoint`));
});

test('a checkpoint other than the list has is refused', async () => {
  await show({});
  shown = { ...shown, draw: { attempt: 1, checkpoint: checkpointText({ ...base, policy: '2020-B' }) } };
  await hear(/refused: the list has another checkpoint than the graph shows/);
});

test('a roster without this witness, and a close that has passed, are refused', async () => {
  await show({ witnesses: [], threshold: 0 });
  await hear(/refused: this witness is not on the roster/);
  await show({ closesAt: new Date(Date.now() - 1_000) });
  await hear(/refused: signing is closed/);
  expect(brought).toEqual([]);
});

test('what a second officer has not approved is not signed yet; then it is signed and remembered', async () => {
  await show({}, { isApproved: false });
  await hear(/publishes at port/);
  expect(brought).toEqual([]);
  copyFileSync(memoryFile, join(directory, 'older.json'));
  await show({});
  await hear(new RegExp(`${attempt}: cosigned`));
  const [line] = brought;
  await hear(new RegExp(`${attempt}: cosigned`));
  expect(brought).toEqual([line, line]);
});

test('a second checkpoint for the attempt is refused, also by the next process', async () => {
  await show({ policy: '2020-B' });
  await hear(/refused: a second checkpoint for attempt 1 of wave 7001/);
});

test('a new attempt is refused while the last may still become final', async () => {
  await show({ attempt: 2 });
  await hear(/refused: attempt 1 of wave 7001 may still become final/);
  await show({ attempt: 2 }, { voids: [{ attempt: 1, checkpoint: checkpointText(base) }] });
  await hear(/refused: signing of attempt 1 of wave 7001 is still open/);
  expect(brought).toEqual([]);
});

test('after its memory was lost, or replaced by an older one, nothing is signed', async () => {
  await show({});
  copyFileSync(join(directory, 'older.json'), memoryFile);
  await hear(/witness: the memory has 0 of 1 signatures: part of it was lost/);
  rmSync(memoryFile);
  await hear(/witness: the memory of what this key has signed, .* is missing/);
  expect(brought).toEqual([]);
});
