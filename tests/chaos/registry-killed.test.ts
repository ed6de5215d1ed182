import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { roles } from '../../scripts/roles.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { signToken } from '../../scripts/stack/token.ts';
import { registry as features } from '../../subgraphs/registry/features.ts';
import { whileWaitingFor } from '../testkit/held-lock.ts';
import { ownPublisher } from '../testkit/own-publisher.ts';
import { startTestStack, type TestStack } from '../testkit/stack.ts';
import { until } from '../testkit/until.ts';

const CONNECTIONS = 10;
const PAUSE_MS = 500;
/** Verification and trial take long on a busy machine. */
const WITHIN_MS = 150_000;
const TEST_MS = 900_000;

let running: TestStack;
let database: pg.Pool;
let publisher: ReturnType<typeof ownPublisher>;
beforeAll(async () => {
  running = await startTestStack({
    people: 40,
    isPublished: true,
    longestRestartMs: 300,
    env: { RATE_LIMITS: '{"client":0,"person":0,"anonymous":0}' },
  });
  const { stack, data } = running;
  database = new pg.Pool({ connectionString: stack.databases.registry, max: 2 });
  publisher = ownPublisher({ url: stack.url, data }, 'jobs');
});
afterAll(async () => {
  await database.end();
  await running.stop();
});

const kill = (name: string, signal: NodeJS.Signals = 'SIGKILL') => {
  const pid = running.stack.services[name]?.pid;
  if (pid === undefined) throw new Error(`${name} does not run`);
  process.kill(pid, signal);
};

const isReady = (offset: number) =>
  fetch(new URL(`http://127.0.0.1:${Number(new URL(running.stack.url).port) + offset}/health/ready`)).then(
    ({ ok }) => ok,
    () => false,
  );

const rowOf = async (number: number) => {
  const text = `select id, status from subgraph_revision where subgraph = 'jobs' and number = $1`;
  return (await database.query<{ id: string; status: string }>(text, [number])).rows[0];
};
const statusBecomes = async (number: number, status: string | undefined) => {
  const found = await until(
    () => rowOf(number),
    (row) => row?.status === status,
    WITHIN_MS,
  );
  expect([number, found?.status]).toEqual([number, status]);
};

/** Supergraph of the last release, as the gateway names it. */
const released = async () => {
  const text = 'select left(supergraph_hash, 16) as id from release order by number desc limit 1';
  return (await database.query<{ id: string }>(text)).rows[0]?.id ?? '';
};
/** Asks once as somebody. @returns the revision that answered, and what was wrong with the answer */
const askAs = async (name: string) => {
  const { stack, data } = running;
  const facts = { issuer: readStackFile(data).issuer, subject: name, role: 'officer', scopes: roles.officer ?? [] };
  const authorization = `Bearer ${await signToken(readSecrets(data).tokenKey, facts)}`;
  const headers = { 'content-type': 'application/json', authorization };
  const response = await fetch(stack.url, { method: 'POST', headers, body: JSON.stringify({ query: QUERY }) });
  const text = await response.text();
  const isRight = response.status === 200 && text.includes('"SETTLED"') && !text.includes('"errors"');
  return { revision: response.headers.get('x-supergraph-revision') ?? '', wrong: isRight ? undefined : text };
};
const QUERY = '{ wave(number: 1) { status } regions(level: PROVINCE) { code } }';
const NAMES = Array.from({ length: CONNECTIONS }, (_, index) => `rollout-caller-${index}`);
const revisionsMet = async () => new Set((await Promise.all(NAMES.map(askAs))).map(({ revision }) => revision));
const liveBecomes = async (id: string) => {
  const met = await until(revisionsMet, (all) => all.size === 1 && all.has(id), WITHIN_MS);
  expect([...met]).toEqual([id]);
};

interface KillPlan {
  /** Statement that takes the lock at which the registry waits. */
  lock: string;
  number: number;
  /** How far the revision is when the registry is killed. */
  at: string | undefined;
  act(): Promise<unknown>;
}

/** Kills the registry while it waits in the middle of a step, and waits until it is back. */
const killAt = async ({ lock, number, at, act }: KillPlan) => {
  let acting: Promise<unknown> = Promise.resolve();
  await whileWaitingFor(
    { databaseUrl: running.stack.databases.registry ?? '', lock },
    {
      begin: () => {
        acting = act().catch((error: unknown) => error);
      },
      meanwhile: async () => {
        await statusBecomes(number, at);
        await delay(500);
        kill('registry');
      },
    },
  );
  await acting;
  expect(await until(() => isReady(5), Boolean, WITHIN_MS)).toBe(true);
  for (const { invariants = [] } of features as readonly { invariants?: readonly { sql: string }[] }[]) {
    for (const { sql } of invariants) expect([sql, (await database.query(sql)).rows]).toEqual([sql, []]);
  }
};

const PROPOSING = `select pg_advisory_xact_lock(hashtextextended('subgraph jobs', 0))`;
const RELEASES = 'lock table release in access exclusive mode';
const OWNERSHIP = 'lock table ownership in share row exclusive mode';
const STEPS = 'lock table canary_step in access exclusive mode';
const rowLock = (number: number) =>
  `select id from subgraph_revision where subgraph = 'jobs' and number = ${number} for update`;

/** Asks all the time, as several callers, until it is ended. */
const keepAsking = () => {
  const failures: unknown[] = [];
  let answers = 0;
  let isOver = false;
  const asking = NAMES.map(async (name) => {
    while (!isOver) {
      const { wrong } = await askAs(name).catch((error: unknown) => ({ wrong: error }));
      if (wrong === undefined) answers += 1;
      else failures.push(wrong);
      await delay(PAUSE_MS);
    }
  });
  return async () => {
    isOver = true;
    await Promise.all(asking);
    return { failures, answers };
  };
};

test(
  'the registry killed at each step of a publish, a canary and a rollback undoes it or goes on, and no request fails',
  async () => {
    const end = keepAsking();
    const first = await released();
    await liveBecomes(first);
    const changed = await publisher.described('Described anew');
    const publish = () => publisher.publish(changed);
    await killAt({ lock: PROPOSING, number: 2, at: undefined, act: publish });
    expect(await rowOf(2)).toBeUndefined();
    await killAt({ lock: RELEASES, number: 2, at: 'PROPOSED', act: publish });
    await statusBecomes(2, 'CHECKED');
    // The same call again changes nothing.
    await publish();
    await statusBecomes(2, 'CHECKED');
    const { id } = (await rowOf(2)) ?? { id: '' };
    const share = () => publisher.share(id, changed, 50);
    await killAt({ lock: STEPS, number: 2, at: 'CHECKED', act: share });
    await statusBecomes(2, 'CHECKED');
    await share();
    await statusBecomes(2, 'CANARY');
    expect((await until(revisionsMet, (all) => all.size === 2, WITHIN_MS)).size).toBe(2);
    const approve = () => publisher.approve(id, changed);
    await killAt({ lock: rowLock(2), number: 2, at: 'CANARY', act: approve });
    await statusBecomes(2, 'CANARY');
    await killAt({ lock: RELEASES, number: 2, at: 'APPROVED', act: approve });
    await statusBecomes(2, 'LIVE');
    const second = await released();
    expect(second).not.toBe(first);
    await liveBecomes(second);

    const back = await publisher.backTo(1);
    await killAt({ lock: PROPOSING, number: 3, at: undefined, act: () => publisher.publish(back) });
    expect(await rowOf(3)).toBeUndefined();
    await publisher.publish(back);
    await statusBecomes(3, 'CHECKED');
    const { id: rollback } = (await rowOf(3)) ?? { id: '' };
    // In the middle of the transaction that makes it live.
    await killAt({ lock: OWNERSHIP, number: 3, at: 'APPROVED', act: () => publisher.approve(rollback, back) });
    await statusBecomes(3, 'LIVE');
    expect(await released()).toBe(first);
    await liveBecomes(first);
    const { failures, answers } = await end();
    console.info(`the registry was killed 7 times under load: ${answers} answers, ${failures.length} failed`);
    expect(failures).toEqual([]);
    expect(answers).toBeGreaterThan(50);
  },
  TEST_MS,
);

test(
  'a gateway that is started again while the registry is away serves the last good one',
  async () => {
    const live = await released();
    kill('registry', 'SIGSTOP');
    try {
      kill('gateway');
      expect(
        await until(
          () => isReady(0),
          (isUp) => !isUp,
          WITHIN_MS,
        ),
      ).toBe(false);
      expect(await until(() => isReady(0), Boolean, WITHIN_MS)).toBe(true);
      expect([...(await revisionsMet())]).toEqual([live]);
    } finally {
      kill('registry', 'SIGCONT');
    }
  },
  TEST_MS,
);
