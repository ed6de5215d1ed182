import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { isSignedBy, type Statement } from '../../../schema/registry/statement.ts';
import type { RollbackChoice } from './choices.ts';
import { command as rollback } from './rollback.ts';
import { command as status } from './status.ts';

const folder = mkdtempSync(join(tmpdir(), 'prakerja-rollback-'));
const { privateKey } = generateKeyPairSync('ed25519');
const key = join(folder, 'publisher.pem');
writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }));

const revision = (number: number) => ({
  id: `revision-${number}`,
  organization: 'bank',
  subgraph: 'kur',
  number,
  previous: null,
  hash: String(number).repeat(64),
  sdlHash: 'a'.repeat(64),
  address: 'https://kur.test/graphql',
  rollbackTo: null,
  status: 'SUPERSEDED',
  liveAt: '2026-11-01T00:00:00Z',
  withheld: null,
  canaryShare: null,
  proposedBy: 'banker',
  approvedBy: 'officer',
  proposedAt: '2026-11-01T00:00:00Z',
});
const choice = (number: number, change: Partial<RollbackChoice> = {}): RollbackChoice => ({
  revision: revision(number),
  isAllowed: true,
  ungranted: [],
  reasons: [],
  ...change,
});
const ungranted = choice(3, {
  isAllowed: false,
  ungranted: ['a', 'b', 'c', 'd'].map((name) => `Participant.${name}`),
  reasons: ['Participant.a belongs to pmo'],
});
const inUse = choice(2, { isAllowed: false, reasons: ['Query.kurRate was removed: it breaks portal-9'] });

let choices: RollbackChoice[];
let asked: { operationName: string; variables: { input: Record<string, unknown> } }[];
let late: number;
let gateway: Server;
beforeAll(async () => {
  gateway = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const call = JSON.parse(Buffer.concat(parts).toString());
    asked.push(call);
    const isLate = call.operationName === 'RollbackChoices' && late > 0;
    if (isLate) late -= 1;
    const errors = [{ message: 'not in time', extensions: { code: 'SUBGRAPH_TIMEOUT' } }];
    const nodes = [4, 3, 2, 1].map(revision);
    const done = { revision: { ...revision(5), status: 'CHECKED', findings: [] }, refusal: null };
    const data = { rollbackChoices: choices, subgraphRevisions: { nodes }, done };
    response.end(JSON.stringify(isLate ? { errors } : { data }));
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  return new Promise((resolve) => gateway.close(resolve));
});

let out = '';
beforeEach(() => {
  choices = [ungranted, inUse, choice(1)];
  asked = [];
  late = 0;
  out = '';
  vi.stubEnv('GRAPH_URL', `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/graphql`);
  vi.stubEnv('GRAPH_TOKEN', 'token');
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const signing = ['--key', key];
const rolledBack = () => asked.find(({ operationName }) => operationName === 'Rollback')?.variables.input;

test('without a number it says of each earlier revision whether it is allowed today', async () => {
  await rollback.run(['--subgraph', 'kur']);
  expect(out).toMatch(/^3 +not granted: Participant\.a, Participant\.b, Participant\.c and 1 more +revision-3$/m);
  expect(out).toMatch(/^2 +refused: Query\.kurRate was removed: it breaks portal-9 +revision-2$/m);
  expect(out).toMatch(/^1 +allowed +revision-1$/m);
  expect(rolledBack()).toBeUndefined();
});

test('the newest one that is allowed comes back by one command, signed', async () => {
  choices = [ungranted, choice(2), choice(1)];
  await rollback.run(['--subgraph', 'kur', '--to', 'allowed', ...signing]);
  const { signature, ...input } = rolledBack() as unknown as Statement & { signature: string; rollbackTo: number };
  const { number, previous, rollbackTo } = input;
  expect({ number, previous, rollbackTo }).toEqual({ number: 5, previous: '4'.repeat(64), rollbackTo: 2 });
  const { organization, subgraph, sdlHash, address } = revision(2);
  const stated = { organization, subgraph, number, previous, sdlHash, address, rollbackTo };
  expect(isSignedBy(stated, 'publisher', { key: createPublicKey(privateKey), signature })).toBe(true);
  expect(out).toContain('revision 5 of kur is CHECKED');
});

test('where none is allowed, nothing is stated, and it is said why', async () => {
  choices = [ungranted, inUse];
  const answer = rollback.run(['--subgraph', 'kur', '--to', 'allowed', ...signing]);
  await expect(answer).rejects.toThrow(
    /no earlier revision of kur is allowed today\n[\s\S]*not granted: Participant\.a/,
  );
  choices = [];
  await expect(rollback.run(['--subgraph', 'kur', '--to', 'allowed', ...signing])).rejects.toThrow(
    'no earlier revision',
  );
  expect(rolledBack()).toBeUndefined();
});

test('checks that take longer than a request are asked for again', async () => {
  late = 3;
  await rollback.run(['--subgraph', 'kur']);
  expect(out).toContain('allowed');
  late = 99;
  await expect(rollback.run(['--subgraph', 'kur'])).rejects.toThrow('not in time');
});

test('status says it beside each revision where it is asked to', async () => {
  await status.run(['--subgraph', 'kur', '--today']);
  expect(out.split('\n')[0]).toContain('IF IT CAME BACK TODAY');
  expect(out).toMatch(/^kur +1 +SUPERSEDED .* revision-1 +allowed$/m);
  expect(out).toMatch(/^kur +4 +SUPERSEDED .* revision-4 *$/m);
  await expect(status.run(['--today'])).rejects.toThrow('say --subgraph');
  out = '';
  await status.run(['--subgraph', 'kur']);
  expect(out).not.toContain('TODAY');
});
