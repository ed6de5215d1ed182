import { beforeAll, expect, test } from 'vitest';
import {
  type ConformanceReport,
  conformanceRules,
  type RuleResult,
  signReport,
} from '../../../schema/registry/conformance.ts';
import { keyIdOf, publicKeyText } from '../../../schema/registry/key.ts';
import { statementHash } from '../../../schema/registry/statement.ts';
import {
  banker,
  inputOf,
  kurStatement,
  newKey,
  officer,
  openRegistry,
  ownKeys,
  personOf,
  portal,
  signedBy,
} from '../../../tests/testkit/registry.ts';

const runner = newKey();
const DAY_MS = 86_400_000;
let now = Date.parse('2026-11-02T09:00:00+07:00');
let registry: Awaited<ReturnType<typeof openRegistry>>;
let key: Awaited<ReturnType<typeof registry.enroll>>;
let revision: string;

const REQUEST = `mutation ($revision: ID!, $samples: [String!]) {
  done: requestConformanceRun(revision: $revision, samples: $samples) {
    run { id status subgraph sdlHash address requestedBy } refusal { code path } } }`;
const ACTIVATE = `mutation ($id: ID!) { done: activateProductionKey(id: $id) {
  key { environment } refusal { code message path } } }`;
const RUNS = `{ conformanceRuns(first: 10) { nodes { subgraph status failedRule results { rule verdict detail } } } }`;

const statement = kurStatement();
const approval = () => signedBy(ownKeys.approver, statement, 'approver');

type RequestAnswer = { run: { id: string; sdlHash: string; address: string } | null; refusal: { code: string } | null };

const request = (caller = banker, samples?: string[]) =>
  registry.mutate<RequestAnswer>(caller, REQUEST, { revision, ...(samples && { samples }) });
const activate = (caller = banker) =>
  registry.mutate<{ key: object | null; refusal: object | null }>(caller, ACTIVATE, { id: keyIdOf(key) });

const results = (failed?: string): RuleResult[] =>
  conformanceRules.map((rule) => ({ rule, verdict: rule === failed ? 'FAILED' : 'PASSED', detail: '' }));

/** What a runner found of a run that was asked for just now. */
const reportOf = async (found: RuleResult[]): Promise<ConformanceReport> => {
  const { run, refusal } = await request();
  if (!run) throw new Error(refusal?.code);
  return { run: run.id, subgraph: 'kur', sdlHash: run.sdlHash, address: run.address, results: found };
};

const keep = (report: ConformanceReport, by = runner) => {
  // What comes later is later.
  now += 1_000;
  return registry.services.conformanceReports.keep({ report, keyId: keyIdOf(by), signature: signReport(report, by) });
};

/** A day later, so that an organisation's runs of one day are not used up. */
const tomorrow = () => {
  now += DAY_MS;
};

beforeAll(async () => {
  registry = await openRegistry({
    now: () => new Date(now),
    env: {
      OWN_PUBLISHERS: JSON.stringify(['pmo', 'training', 'payments', 'jobs', 'registry']),
      CONFORMANCE_KEYS: JSON.stringify([publicKeyText(runner)]),
    },
  });
  key = await registry.enroll(banker, 'PUBLISHER');
  revision = (await registry.publish(banker, inputOf(key, statement))).revision?.id ?? '';
});

test("the graph's own subgraphs go live without a run", () => {
  expect(registry.published.map(({ status }) => status)).toEqual(['LIVE', 'LIVE', 'LIVE', 'LIVE', 'LIVE']);
});

test("without a run an outside organisation's revision does not go live, and its key stays a sandbox key", async () => {
  expect(await registry.approve(officer, revision, approval())).toMatchObject({
    refusal: { code: 'CONFORMANCE_RUN_MISSING', path: ['id'] },
  });
  expect(await activate()).toMatchObject({ refusal: { code: 'CONFORMANCE_RUN_MISSING', path: ['id'] } });
});

test.each(conformanceRules)('production is refused after a run that failed %s, with its name', async (rule) => {
  tomorrow();
  expect(await keep(await reportOf(results(rule)))).toBeUndefined();
  const refused = { code: 'CONFORMANCE_RULE_FAILED', message: expect.stringContaining(` the rule ${rule}:`) };
  expect(await activate()).toMatchObject({ key: null, refusal: refused });
  expect(await registry.approve(officer, revision, approval())).toMatchObject({
    revision: null,
    refusal: { code: 'CONFORMANCE_RULE_FAILED' },
  });
});

test('a report that leaves a rule out has failed that rule, and so has one that did not ask it', async () => {
  tomorrow();
  await keep(await reportOf(results().filter(({ rule }) => rule !== 'load')));
  expect(await activate()).toMatchObject({ refusal: { message: expect.stringContaining('the rule load') } });
  const unasked = results().map((each) =>
    each.rule === 'latency' ? { ...each, verdict: 'NOT_ASKED' as const } : each,
  );
  await keep(await reportOf(unasked));
  expect(await activate()).toMatchObject({ refusal: { message: expect.stringContaining('the rule latency') } });
});

test("only what the graph's own runner signed counts, for the run that was asked for, once", async () => {
  tomorrow();
  const report = await reportOf(results());
  const { keep: keepSigned } = registry.services.conformanceReports;
  const kept = keepSigned.bind(registry.services.conformanceReports);
  expect(await keep(report, key)).toBe('unknown key');
  const forged = { report, keyId: keyIdOf(runner), signature: signReport(report, key) };
  expect(await kept(forged)).toBe('wrong signature');
  const signature = signReport({ ...report, results: results('load') }, runner);
  expect(await kept({ report, keyId: keyIdOf(runner), signature })).toBe('wrong signature');
  expect(await kept({ report })).toBe('malformed');
  expect(await keep({ ...report, address: 'https://another.example/graphql' })).toBe('another run');
  expect(await keep({ ...report, run: '018d0000-0000-7000-8000-000000000001' })).toBe('no such run');
  expect(await keep({ ...report, results: results('load') })).toBeUndefined();
  expect(await keep(report)).toBe('no such run');
  await expect(
    registry.database.pool.query(`update conformance_run set failed_rule = null, status = 'PASSED'`),
  ).rejects.toThrow('stays as it was found');
  await expect(registry.database.pool.query('delete from conformance_run')).rejects.toThrow('stays as it was found');
});

test('a run is asked for by its own organisation, one at a time, with samples that can be read', async () => {
  tomorrow();
  expect(await request(portal)).toMatchObject({ refusal: { code: 'REVISION_UNKNOWN' } });
  expect(await request(personOf('a', banker.org, 'self'))).toMatchObject({ refusal: { code: 'FORBIDDEN' } });
  for (const sample of [
    'kur',
    '{}',
    '{"__typename":"KurLoan"}',
    `{"__typename":"KurLoan","id":"${'x'.repeat(500)}"}`,
  ]) {
    expect(await request(banker, [sample])).toMatchObject({ refusal: { code: 'CONFORMANCE_SAMPLE_MALFORMED' } });
  }
  const asked = await request(banker, ['{"__typename":"KurLoan","id":"1"}']);
  expect(asked.run).toMatchObject({ status: 'REQUESTED', subgraph: 'kur', requestedBy: 'bank-developer' });
  expect(await request()).toMatchObject({ refusal: { code: 'CONFORMANCE_RUN_OPEN' } });
  const waiting = await registry.services.conformanceReports.requested();
  expect(waiting).toMatchObject([
    { subgraph: 'kur', samples: [{ __typename: 'KurLoan', id: '1' }], sdl: statement.sdl },
  ]);
  const { run, sdlHash, address } = waiting[0] ?? { run: '', sdlHash: '', address: '' };
  await keep({ run, subgraph: 'kur', sdlHash, address, results: results('load') });
});

test('an organisation sees its own runs, an officer all, and another none', async () => {
  type Answer = { conformanceRuns: { nodes: { failedRule: string | null }[] } };
  const seen = async (caller: typeof banker) => (await registry.ask<Answer>(caller, RUNS)).data.conformanceRuns.nodes;
  expect((await seen(banker))[0]).toMatchObject({ subgraph: 'kur', status: 'FAILED', failedRule: 'load' });
  expect(await seen(officer)).toHaveLength(10);
  expect(await seen(portal)).toEqual([]);
  expect((await registry.ask(personOf('a', banker.org, 'self'), RUNS)).codes).toEqual(['FORBIDDEN']);
});

test('a run that passed every rule opens production to the key, and with it the revision goes live', async () => {
  tomorrow();
  await keep(await reportOf(results()));
  expect(await registry.approve(officer, revision, approval())).toMatchObject({
    refusal: { code: 'PUBLISHER_KEY_OF_SANDBOX' },
  });
  expect(await activate(portal)).toMatchObject({ refusal: { code: 'PUBLISHER_KEY_UNKNOWN' } });
  expect(await activate()).toMatchObject({ key: { environment: 'PRODUCTION' }, refusal: null });
  expect(await registry.approve(officer, revision, approval())).toMatchObject({ revision: { status: 'LIVE' } });
});

test('a run of an earlier SDL, of another address or of long ago opens nothing', async () => {
  const previous = statementHash(statement);
  const moved = kurStatement({ number: 2, previous, address: 'https://moved.example/graphql' });
  const second = (await registry.publish(banker, inputOf(key, moved))).revision?.id ?? '';
  const approve = () => registry.approve(officer, second, signedBy(ownKeys.approver, moved, 'approver'));
  expect(await approve()).toMatchObject({ refusal: { code: 'CONFORMANCE_RUN_MISSING' } });
  revision = second;
  await keep(await reportOf(results()));
  now += 31 * DAY_MS;
  expect(await approve()).toMatchObject({ refusal: { code: 'CONFORMANCE_RUN_MISSING' } });
  await keep(await reportOf(results()));
  expect(await approve()).toMatchObject({ revision: { status: 'LIVE' } });
});

test('the next key of the organisation is a sandbox key again; one that was activated stays one of production', async () => {
  const first = key;
  await keep(await reportOf(results('load')));
  expect(await activate()).toMatchObject({ key: { environment: 'PRODUCTION' } });
  key = await registry.enroll(banker, 'PUBLISHER');
  expect(await activate()).toMatchObject({ refusal: { code: 'CONFORMANCE_RULE_FAILED' } });
  key = first;
});

test('an organisation has twenty runs in a day', async () => {
  tomorrow();
  tomorrow();
  for (let index = 0; index < 20; index += 1) await keep(await reportOf(results('load')));
  expect(await request()).toMatchObject({ refusal: { code: 'CONFORMANCE_LIMIT_REACHED' } });
});
