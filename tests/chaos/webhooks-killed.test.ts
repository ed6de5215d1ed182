import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { inheritedEnv } from '../../scripts/env.ts';
import { CONTENT_TYPE, toCloudEvent } from '../../subgraphs/kit/events/envelope.ts';
import { signatureHeaders } from '../../subgraphs/kit/events/signature.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { invariants as ofFacts } from '../../subgraphs/pmo/fact/fact.invariants.ts';
import { invariants as ofWebhooks } from '../../subgraphs/pmo/webhook/webhook.invariants.ts';
import { newDirectory } from '../testkit/directory.ts';
import { SECRET } from '../testkit/event-secret.ts';
import { freePort } from '../testkit/port.ts';
import { until } from '../testkit/until.ts';
import { keysOf } from '../testkit/vault.ts';
import { openWebhooks } from '../testkit/webhooks.ts';

const EVENTS = 10_000;
const CHUNK = 500;
const KILLS = 3;
const ORGANIZATIONS = 10;
const SLOW_EVERY = 50;
const kinds = ['failing', 'failing', 'down', 'slow', 'slow', 'lying', ...Array.from({ length: 14 }, () => 'good')];

/** The types that a webhook wants; the second one of an organisation wants every other event. */
const typesOf = (kind: string, index: number): string[] | undefined => {
  if (kind === 'slow') return ['course.rated'];
  return index < ORGANIZATIONS ? undefined : ['course.rated', 'voucher.redeemed'];
};

const children: ChildProcess[] = [];
const directory = newDirectory('webhooks');
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

const start = (script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const options = { env: { ...inheritedEnv(), ...env }, stdio: ['ignore', 'pipe', 'inherit'] as never };
  const child = spawn(process.execPath, ['--import', './scripts/loader.mjs', script, ...args], options);
  children.push(child);
  return child;
};

const log = join(directory, 'received');
const startReceivers = async (): Promise<number[]> => {
  writeFileSync(log, '');
  const child = start('tests/testkit/webhook-receiver.process.ts', [log, ...kinds, 'good']);
  const [line] = await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line');
  return JSON.parse(line);
};

/** The next look at the log, which has a line for each delivery: to read it all the time takes a core from the sender. */
const LOOK_MS = 250;

/** Waits until the log fits; it is read at most four times a second. */
const untilLog = async (fits: () => boolean, withinMs: number): Promise<void> => {
  const deadline = Date.now() + withinMs;
  while (!fits() && Date.now() < deadline) await delay(LOOK_MS);
};

interface Line {
  sequence: number;
  id: string;
  at: number;
}

/** What each receiver has taken, as its own log says, in the order in which it did; repeats are left out. */
const received = (): Map<number, Line[]> => {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n').filter(Boolean);
  const taken = new Map<number, Map<string, Line>>();
  for (const line of lines) {
    const [index, sequence, id = '', at] = line.split(' ');
    const own = taken.get(Number(index)) ?? new Map<string, Line>();
    taken.set(Number(index), own);
    if (!own.has(id)) own.set(id, { sequence: Number(sequence), id, at: Number(at) });
  }
  return new Map([...taken].map(([index, own]) => [index, [...own.values()]]));
};

test('10,000 events reach 20 receivers, some of which fail, are slow or lie, though the sender is killed', async () => {
  const VAULT_KEYS = JSON.stringify(keysOf('2026-01'));
  const [pmo, ports] = await Promise.all([openWebhooks({ VAULT_KEYS }), startReceivers()]);
  // It starts while its webhooks are registered.
  const port = await freePort();
  const env = {
    PORT: String(port),
    DATABASE_URL: pmo.url,
    CALLER_SECRET: 'x'.repeat(43),
    LOG_LEVEL: 'error',
    EVENT_PUBLISHERS: JSON.stringify([{ name: 'training', secret: SECRET }]),
    WEBHOOK_LOOPBACK: 'true',
    NIK_ATTESTATION_KEY: Buffer.alloc(32, 1).toString('base64url'),
    VAULT_KEYS,
  };
  let office = start('subgraphs/pmo/main.ts', [], env);
  const organizations = await Promise.all(Array.from({ length: ORGANIZATIONS }, pmo.newOrganization));
  const endpoints: { index: number; kind: string; organization: string; types: string[] | undefined; id: string }[] =
    [];
  for (const [index, kind] of kinds.entries()) {
    const organization = organizations[index % ORGANIZATIONS] ?? '';
    const url = `${kind === 'lying' ? 'https' : 'http'}://localhost:${ports[index]}/`;
    const types = typesOf(kind, index);
    const { id } = await pmo.register(organization, url, types);
    endpoints.push({ index, kind, organization, types, id });
  }

  const post = async (facts: object[]) => {
    const type = 'training.fact.recorded';
    const stored = {
      id: uuidv7(),
      type,
      version: 1,
      occurredAt: new Date(),
      requestId: 'request-0001',
      data: { facts },
    };
    const body = JSON.stringify(toCloudEvent(stored, 'training'));
    const send = async () => {
      const headers = { 'content-type': CONTENT_TYPE, ...signatureHeaders(SECRET, { id: stored.id, body }) };
      const answer = await fetch(`http://127.0.0.1:${port}/events`, { method: 'POST', headers, body }).catch(
        () => null,
      );
      return answer?.status;
    };
    expect(await until(send, (status) => status === 204)).toBe(204);
  };
  const factOf = (number: number) => {
    const enrollment = uuidv7();
    const data = { enrollment, course: uuidv7() };
    const place = Math.floor(number / ORGANIZATIONS);
    const isRated = place % SLOW_EVERY === 0;
    const other = place % 2 === 0 ? 'seat.paid' : 'voucher.redeemed';
    return {
      id: uuidv7(),
      organization: organizations[number % ORGANIZATIONS] ?? '',
      type: isRated ? 'course.rated' : other,
      subject: enrollment,
      data: isRated ? { ...data, stars: 5 } : data,
      at: new Date().toISOString(),
    };
  };
  const begun = Date.now();
  const facts = Array.from({ length: EVENTS }, (_, number) => factOf(number));
  const told = (async () => {
    for (let from = 0; from < EVENTS; from += CHUNK) await post(facts.slice(from, from + CHUNK));
  })();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = statSync(log).size;
    await untilLog(() => statSync(log).size > before + 60_000, 30_000);
    office.kill('SIGKILL');
    office = start('subgraphs/pmo/main.ts', [], env);
  }
  await told;

  const owedTo = ({ types, organization }: (typeof endpoints)[number]) =>
    facts.filter((fact) => fact.organization === organization && (!types || types.includes(fact.type)));
  const honest = endpoints.filter(({ kind }) => kind !== 'lying');
  const owed = honest.reduce((sum, endpoint) => sum + owedTo(endpoint).length, 0);
  const count = () => [...received().values()].reduce((sum, lines) => sum + lines.length, 0);
  await untilLog(() => count() >= owed, 60_000);
  const tookMs = Date.now() - begun;

  const taken = received();
  for (const endpoint of honest) {
    const lines = taken.get(endpoint.index) ?? [];
    const ids = new Set(lines.map(({ id }) => id));
    expect([endpoint.index, owedTo(endpoint).filter(({ id }) => !ids.has(id)).length]).toEqual([endpoint.index, 0]);
    const sequences = lines.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.toSorted((one, other) => one - other));
    expect(ids.size).toBe(owedTo(endpoint).length);
  }
  const liar = endpoints.find(({ kind }) => kind === 'lying');
  expect(taken.get(liar?.index ?? -1)).toBeUndefined();
  const outcomes = 'select distinct outcome from webhook_try where webhook_id = $1';
  expect((await pmo.database.pool.query(outcomes, [liar?.id])).rows).toEqual([{ outcome: 'TLS_FAILED' }]);

  const repeats = readFileSync(log, 'utf8').trimEnd().split('\n').length - owed;
  process.stdout.write(`${owed} deliveries owed and made in ${tookMs} ms, ${repeats} of them twice\n`);
  // An hour once more, to a receiver that is newer than it.
  const spare = organizations[0] ?? '';
  const { id } = await pmo.register(spare, `http://localhost:${ports[kinds.length]}/`, ['test.sent']);
  const hour = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 1_000) };
  expect((await pmo.call('replayEvents', spare, { id, input: hour })).refusal).toBeNull();
  const sequences = () => (received().get(kinds.length) ?? []).map(({ sequence }) => sequence);
  const all = Array.from({ length: EVENTS / ORGANIZATIONS }, (_, place) => place + 1);
  await untilLog(() => sequences().length >= all.length, 30_000);
  expect(sequences()).toEqual(all);

  for (const { sql } of [...ofFacts, ...ofWebhooks]) expect((await pmo.database.pool.query(sql)).rows).toEqual([]);
});
