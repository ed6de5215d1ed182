import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleAlumnus } from '../../scripts/stack/sample.ts';
import { type GraphError, graphClient, operation } from '../testkit/client.ts';
import type { Operations } from '../testkit/operations.generated.ts';
import { startTestStack, type TestStack } from '../testkit/stack.ts';
import { until } from '../testkit/until.ts';

type Journey = Operations['participant-journey']['data'];

let running: TestStack;
let ask: () => Promise<{ data: Journey; errors: GraphError[] | undefined; status: number }>;

beforeAll(async () => {
  running = await startTestStack({ people: 600 });
  const { stack, data } = running;
  const as = graphClient({ url: stack.url, data });
  const id = await sampleAlumnus(stack.databases.pmo ?? '');
  ask = () => as('officer').query(operation('participant-journey'), { id });
});

afterAll(() => running.stop());

const owned: Record<string, string[]> = {
  training: ['enrollments', 'certificates'],
  payments: ['trainingBalance', 'disbursements', 'wallet'],
  jobs: ['recommendedVacancies'],
};

const nullsOf = ({ participant }: Journey) =>
  Object.entries(participant ?? {})
    .filter(([, value]) => value === null)
    .map(([field]) => field);

const kill = (name: string) => {
  const pid = running.stack.services[name]?.pid;
  expect(pid).toEqual(expect.any(Number));
  process.kill(pid as number, 'SIGKILL');
};

const expectHealed = async () => {
  const healed = await until(ask, ({ errors }) => errors === undefined);
  expect(healed.errors).toBeUndefined();
  expect(nullsOf(healed.data)).toEqual([]);
};

test.each(Object.keys(owned))(
  'when %s is killed, the journey lacks its fields only, and heals by itself',
  async (name) => {
    const gateway = running.stack.services.gateway?.pid;
    await expectHealed();
    kill(name);
    const { data, errors, status } = await ask();
    expect(status).toBe(200);
    expect(nullsOf(data).sort()).toEqual([...(owned[name] ?? [])].sort());
    const paths = (errors ?? []).map(({ path }) => path?.join('.'));
    expect(paths).toEqual(expect.arrayContaining((owned[name] ?? []).map((field) => `participant.${field}`)));
    for (const { extensions } of errors ?? []) {
      expect(extensions).toMatchObject({ code: expect.stringMatching(/^SUBGRAPH_/), subgraph: name });
    }
    await expectHealed();
    expect(running.stack.services.gateway?.pid).toBe(gateway);
  },
);

test('when pmo is killed there is no participant to show, and an error says so', async () => {
  await expectHealed();
  kill('pmo');
  const { data, errors, status } = await ask();
  expect(status).toBe(200);
  expect(data).toEqual({ participant: null });
  expect(errors?.[0]).toMatchObject({ path: ['participant'], extensions: { subgraph: 'pmo' } });
  await expectHealed();
});
