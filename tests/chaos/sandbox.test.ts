import { readFileSync, rmSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { advanceClock, sandboxTime } from '../../scripts/partner/sandbox/clock-file.ts';
import { sandboxData, startSandbox } from '../../scripts/partner/sandbox/sandbox.ts';
import type { Stack } from '../../scripts/stack/stack.ts';
import { graphClient } from '../testkit/client.ts';
import { newDirectory } from '../testkit/directory.ts';
import { stackPort } from '../testkit/start.ts';
import { until } from '../testkit/until.ts';
import { openReceiver } from '../testkit/webhooks.ts';

const DAY_MS = 86_400_000;
const guide = readFileSync('docs/partners/sandbox.md', 'utf8');
const folder = newDirectory('sandboxes');
const data = sandboxData(folder, 'bank');
const receiver = await openReceiver();
let stack: Stack;
let as: ReturnType<typeof graphClient>;

beforeAll(async () => {
  const port = await stackPort();
  stack = await startSandbox({ partner: 'bank', folder, port, durable: false, report: () => undefined });
  as = graphClient({ url: stack.url, data });
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The rows of the guide's table of known cases, without its marks. */
const cases = guide
  .split('\n')
  .filter((line) => /^\| .*`[\da-f-]{36}`/.test(line))
  .map((line) => line.slice(2, -2).replaceAll('`', '').split(' | '));

const ME = `{ me { status registrations(first: 1) { nodes { status wave { number } } } trainingBalance { granted available }
  enrollments(first: 1) { nodes { status } } wallet { state } } }`;

interface Me {
  status: string;
  registrations: { nodes: { status: string; wave: { number: number } }[] };
  trainingBalance: { granted: number; available: number } | null;
  enrollments: { nodes: { status: string }[] };
  wallet: { state: string } | null;
}

const meOf = async (id: string): Promise<Me> => (await as('participant', id).query<{ me: Me }>(ME)).data.me;

const rowOf = ({ status, registrations, trainingBalance, enrollments, wallet }: Me): string[] => {
  const [registration] = registrations.nodes;
  const shown = [registration?.wave.number, registration?.status, trainingBalance?.granted, trainingBalance?.available];
  return [status, ...[...shown, enrollments.nodes[0]?.status, wallet?.state].map((each) => String(each ?? 'none'))];
};

test('each known case of the guide answers as its row says', async () => {
  expect(cases).toHaveLength(10);
  for (const [name = '', id = '', ...expected] of cases)
    expect([name, ...rowOf(await meOf(id))]).toEqual([name, ...expected]);
});

type Outcome = Record<string, unknown> & { refusal: { code: string } | null };

const act = async (who: ReturnType<typeof as>, call: string, shape = ''): Promise<Outcome> => {
  const { data: answer, errors } = await who.query<{ done: Outcome }>(
    `mutation { done: ${call} { ${shape} refusal { code } } }`,
  );
  expect(errors).toBeUndefined();
  expect([call, answer.done.refusal]).toEqual([call, null]);
  return answer.done;
};

const idempotent = () => `idempotencyKey: "${crypto.randomUUID()}"`;
const moment = (days: number) => new Date(sandboxTime(data).getTime() + days * DAY_MS).toISOString();
const typesHeard = () => receiver.got.map(({ type }) => type);

test('a wave goes from its opening to its revocation while the clock is moved, and the webhook hears of it', async () => {
  const officer = as('officer');
  const person = cases.find(([name]) => name === 'may join a wave')?.[1] ?? '';
  const joiner = as('participant', person);
  const REGISTER = `mutation ($url: String!) { done: registerWebhook(
    input: { url: $url, types: ["seat.reserved", "seat.released"] }, ${idempotent()}) { secret refusal { code } } }`;
  const { data: registered } = await as('platform').query<{ done: { secret: string } }>(REGISTER, {
    url: receiver.url,
  });

  const wave = 'number: 1101';
  await act(
    officer,
    `createWave(${idempotent()}, input: { ${wave}, quota: 1, opensAt: "${moment(1)}", closesAt: "${moment(4)}", isSynthetic: true })`,
  );
  advanceClock(data, DAY_MS);
  await act(officer, `openWave(${wave})`);
  await act(joiner, `joinWave(${wave}, ${idempotent()})`);
  advanceClock(data, 4 * DAY_MS);
  for (const step of ['closeWave', 'screenWave', 'drawWave']) await act(officer, `${step}(${wave})`);
  type ShownWave = { wave: { status: string } };
  const statusOf = async () => (await as().query<ShownWave>(`{ wave(${wave}) { status } }`)).data.wave.status;
  await until(statusOf, (status) => status === 'DRAWN', 60_000);
  await act(officer, `announceWave(${wave})`);
  await until(
    () => meOf(person),
    ({ trainingBalance }) => (trainingBalance?.available ?? 0) > 0,
    60_000,
  );
  const course = '0176f1bf-1300-7865-9146-9f4e0a980667';
  const [, schedule] = await schedulesOf(course);
  await act(joiner, `reserveSeat(course: "${course}", schedule: "${schedule}", ${idempotent()})`);
  await until(
    async () => typesHeard(),
    (types) => types.includes('seat.reserved'),
    60_000,
  );

  advanceClock(data, 40 * DAY_MS);
  await until(
    async () => typesHeard(),
    (types) => types.includes('seat.released'),
    90_000,
  );
  await act(officer, `revokeUnused(${wave})`);
  expect(
    (
      await until(
        () => meOf(person),
        ({ status }) => status === 'REVOKED',
        60_000,
      )
    ).status,
  ).toBe('REVOKED');
  expect(typesHeard()).toEqual(['seat.reserved', 'seat.released']);
  // By the time of the machine, as a receiver's library does.
  for (const { body, headers } of receiver.got) {
    expect(() => new Webhook(registered.done.secret).verify(body, headers as Record<string, string>)).not.toThrow();
  }
});

const schedulesOf = async (course: string): Promise<string[]> => {
  type Answer = { course: { schedules: { nodes: { id: string }[] } } };
  const { data: answer } = await as().query<Answer>(
    `{ course(id: "${course}") { schedules(first: 5) { nodes { id } } } }`,
  );
  return answer.course.schedules.nodes.map(({ id }) => id);
};
