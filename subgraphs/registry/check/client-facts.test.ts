import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { statementHash } from '../../../schema/registry/statement.ts';
import {
  banker,
  inputOf,
  KUR,
  kurStatement,
  officer,
  openRegistry,
  ownKeys,
  ROLLBACK,
  signedBy,
} from '../../../tests/testkit/registry.ts';
import { uuidv7 } from '../../kit/ids.ts';

const secret = 's'.repeat(43);

interface KeptUse {
  coordinate: string;
  organization: string;
  client: string;
  version: string;
  executions: number;
}

/** What the gateway answers; undefined stands for a gateway that is away. */
let kept: { uses: KeptUse[] | null; documents: object[]; costLimit: number } | undefined;
let gateway: Server;
let registry: Awaited<ReturnType<typeof openRegistry>>;

beforeAll(async () => {
  gateway = createServer((request, response) => {
    const isKnown = request.headers.authorization === `Bearer ${secret}` && request.url === '/supergraph/kept';
    response.writeHead(isKnown && kept ? 200 : 404);
    response.end(JSON.stringify(kept ?? {}));
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const { port } = gateway.address() as AddressInfo;
  const env = { GATEWAY_URL: `http://127.0.0.1:${port}`, COUNTS_SECRET: secret };
  registry = await openRegistry({ env });
});
afterAll(() => new Promise((resolve) => gateway.close(resolve)));
beforeEach(() => {
  kept = { uses: [], documents: [], costLimit: 20_000 };
});

const use = (coordinate: string): KeptUse => ({
  coordinate,
  organization: 'portal-9',
  client: 'web',
  version: '2.1',
  executions: 7,
});

const withoutOpenings = (sdl: string) =>
  sdl.replace(/ {2}"""How many people are sought."""\n {2}openings: Int!.*\n/, '');
const errors = ({ findings }: Awaited<ReturnType<typeof registry.tryOwn>>) =>
  findings.filter(({ severity }) => severity === 'ERROR').map(({ code, message }) => `${code}: ${message}`);

test('removing a field that a client used is refused with its name; unused, it passes', async () => {
  kept = { uses: [use('Vacancy.openings')], documents: [], costLimit: 20_000 };
  const refused = await registry.tryOwn('jobs', withoutOpenings);
  expect(refused.status).toBe('REFUSED');
  expect(errors(refused)).toEqual([
    expect.stringContaining('it breaks portal-9, client web, version 2.1: 7 executions'),
  ]);
  kept = { uses: [use('Vacancy.title')], documents: [], costLimit: 20_000 };
  expect(await registry.tryOwn('jobs', withoutOpenings)).toMatchObject({ status: 'CHECKED' });
});

test.each([
  ['a gateway that is away', undefined],
  ['a gateway that counts nothing', { uses: null, documents: [], costLimit: 20_000 }],
  ['an answer that is none', { uses: [{ coordinate: 7 }], documents: [], costLimit: 20_000 } as never],
])('with %s everything counts as used', async (_what, answer) => {
  kept = answer;
  const refused = await registry.tryOwn('jobs', withoutOpenings);
  expect([refused.status, errors(refused)]).toEqual([
    'REFUSED',
    [expect.stringContaining('nobody has counted whom it breaks')],
  ]);
});

const withValue = (type: string) => (sdl: string) =>
  sdl.replace(new RegExp(`(\\nenum ${type} .*\\{)`), '$1\n  """A further one."""\n  FURTHER');

test('an added enum value is dangerous for who selects a field that returns it, harmless where it is input only', async () => {
  kept = { uses: [use('Vacancy.type'), use('Query.vacancies')], documents: [], costLimit: 20_000 };
  const returned = await registry.tryOwn('jobs', withValue('EmploymentType'));
  expect([returned.status, returned.findings.filter(({ rule }) => rule === 'breaking')]).toMatchObject([
    'CHECKED',
    [
      {
        severity: 'WARNING',
        coordinate: 'EmploymentType.FURTHER',
        message: expect.stringContaining('it may surprise portal-9, client web, version 2.1'),
      },
    ],
  ]);
  const inputOnly = await registry.tryOwn('jobs', withValue('VacancyOrder'));
  expect([inputOnly.status, inputOnly.findings.filter(({ severity }) => severity !== 'INFO')]).toEqual(['CHECKED', []]);
});

test("a client's trusted document that would break, or be too dear, is named with its client", async () => {
  const text = 'query Jobs($first: Int!) { vacancies(first: $first) { nodes { id openings } } }';
  kept = { uses: [], documents: [{ client: 'portal-web', name: 'jobs.graphql', text }], costLimit: 400 };
  const broken = await registry.tryOwn('jobs', withoutOpenings);
  expect(errors(broken)).toEqual([
    expect.stringMatching(
      /^DOCUMENT_BROKEN: the trusted document jobs.graphql of client portal-web would not be valid/,
    ),
  ]);
  const dear = await registry.tryOwn('jobs', (sdl) => sdl.replace(/( {2}openings: Int!)/, '$1 @cost(weight: 200)'));
  expect(errors(dear)).toEqual([
    expect.stringMatching(/^DOCUMENT_TOO_DEAR: jobs.graphql of client portal-web would cost \d+ points, and a request/),
  ]);
});

// A gateway's operator can still go back at once, by its own secret; what two people sign for all takes nobody's field.
test('a signed rollback that takes away a field in use is refused with its client, and passes when nobody uses it', async () => {
  const key = await registry.enroll(banker, 'PUBLISHER');
  const first = kurStatement();
  const sdl = KUR.replace('kurOffers: Int', 'kurOffers: Int\n  "Rates." kurRate: Int');
  const second = kurStatement({ number: 2, previous: statementHash(first), sdl });
  for (const { sdl: text, ...statement } of [first, second]) {
    const { revision } = await registry.publish(banker, inputOf(key, { ...statement, sdl: text }));
    const signed = signedBy(ownKeys.approver, statement, 'approver');
    expect((await registry.approve(officer, revision?.id ?? '', signed)).revision?.status).toBe('LIVE');
  }
  let previous = statementHash(second);
  const goBack = async (number: number) => {
    const { sdl: _, ...statement } = kurStatement({ number, previous, rollbackTo: 1 });
    const { organization, subgraph } = statement;
    const signed = signedBy(key, statement, 'publisher');
    const input = { organization, subgraph, number, previous, rollbackTo: 1, ...signed };
    previous = statementHash(statement);
    return (await registry.mutate(banker, ROLLBACK, { input, key: uuidv7() })).revision;
  };
  kept = { uses: [use('Query.kurRate')], documents: [], costLimit: 20_000 };
  const refused = await goBack(3);
  expect([refused?.status, JSON.stringify(refused?.findings)]).toEqual([
    'REFUSED',
    expect.stringContaining('it breaks portal-9, client web, version 2.1: 7 executions'),
  ]);
  kept = { uses: [use('Query.kurOffers')], documents: [], costLimit: 20_000 };
  expect((await goBack(4))?.status).toBe('CHECKED');
});
