import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { tellCounts } from '../../../gateway/registry/canary-reports.ts';
import { readPublicKey } from '../../../schema/registry/key.ts';
import {
  canaryPurpose,
  hashOf,
  isSignedBy,
  type Purpose,
  type Statement,
  statementHash,
} from '../../../schema/registry/statement.ts';
import {
  banker,
  inputOf,
  kurStatement,
  officer,
  openRegistry,
  ownKeys,
  ownSubgraphs,
  SET_CANARY_SHARE,
  secondOfficer,
  signedBy,
} from '../../../tests/testkit/registry.ts';
import { ErrorBudget } from '../../kit/metrics/error-budget.ts';
import { addDocuments } from '../../kit/served-documents.ts';
import { readBundle } from '../bundle/bundle.service.ts';
import { changelogDocuments } from '../changelog/changelog.documents.ts';
import { canaryCountsReport, canaryReport } from './canary.report.ts';

const registry = await openRegistry();
const { canaries, proposals, approvals } = registry.services;
const bundleOf = () => readBundle(registry.database);

/** A checked revision of a subgraph of our own that adds a root field. */
const checked = async (name: 'jobs' | 'training', field: string) => {
  const live = ownSubgraphs().find((each) => each.name === name) as ReturnType<typeof ownSubgraphs>[number];
  const { rows } = await registry.database.pool.query<{ number: number; hash: string }>(
    'select number, hash from subgraph_revision where subgraph = $1 order by number desc limit 1',
    [name],
  );
  const sdl = `${live.sdl}\nextend type Query {\n  "A figure of the test."\n  ${field}: Int\n}\n`;
  const stated: Statement = {
    organization: name,
    subgraph: name,
    number: (rows[0]?.number ?? 0) + 1,
    previous: rows[0]?.hash ?? null,
    sdlHash: hashOf(sdl),
    address: live.address,
  };
  const input = inputOf(ownKeys.publishers[name] as never, { ...stated, sdl });
  const { revision } = await registry.publish(officer, input);
  return { id: revision?.id ?? '', status: revision?.status, statement: stated };
};

type CheckedRevision = Awaited<ReturnType<typeof checked>>;

/** Asks for a share with a signature for it, or for another purpose. */
const share = ({ id, statement }: Pick<CheckedRevision, 'id' | 'statement'>, percent: number, purpose?: Purpose) =>
  registry.mutate(secondOfficer, SET_CANARY_SHARE, {
    id,
    share: percent,
    ...signedBy(ownKeys.approver, statement, purpose ?? canaryPurpose(percent)),
  });

const statusOf = async (id: string) =>
  (await registry.database.pool.query('select status, findings from subgraph_revision where id = $1', [id])).rows[0];

test('a canary is signed with its share by another person, only rises, is in the bundle, and there is one at a time', async () => {
  const revision = await checked('jobs', 'jobsCanaryFigure');
  const { id, statement } = revision;
  expect(revision.status).toBe('CHECKED');
  const refusalOf = async (answer: ReturnType<typeof share>) => (await answer).refusal?.code;
  expect(await refusalOf(share(revision, 51))).toBe('CANARY_SHARE_OUT_OF_RANGE');
  // An approval for everybody, or for more, is none for this share.
  expect(await refusalOf(share(revision, 5, 'approver'))).toBe('STATEMENT_SIGNATURE_WRONG');
  expect(await refusalOf(share(revision, 5, 'canary 6'))).toBe('STATEMENT_SIGNATURE_WRONG');
  const own = await registry.mutate(officer, SET_CANARY_SHARE, {
    id,
    share: 5,
    ...signedBy(ownKeys.approver, statement, 'canary 5'),
  });
  expect(own.refusal?.code).toBe('SAME_PERSON');
  expect((await bundleOf())?.canary).toBeUndefined();
  expect(await share(revision, 5)).toMatchObject({ revision: { status: 'CANARY', canaryShare: 5 } });
  const bundle = await bundleOf();
  expect(bundle?.canary).toMatchObject({ share: 5, statement: { subgraph: 'jobs', number: 2 } });
  expect(bundle?.supergraph).not.toContain('jobsCanaryFigure');
  const canary = bundle?.canary;
  const key = readPublicKey(bundle?.keys.find((each) => each.id === canary?.approver.keyId)?.publicKey ?? '');
  if (!canary || !key) throw new Error('the canary or its key is missing');
  expect(isSignedBy(canary.statement, 'canary 5', { key, signature: canary.approver.signature })).toBe(true);
  expect(await refusalOf(share(revision, 5))).toBe('CANARY_SHARE_OUT_OF_RANGE');
  expect(await share(revision, 20)).toMatchObject({ revision: { canaryShare: 20 } });
  const other = await checked('training', 'trainingCanaryFigure');
  expect(await refusalOf(share(other, 5))).toBe('CANARY_OPEN');
  await proposals.withdraw(registry.database.orm.em.fork(), other.id, officer);
  // Nothing else of the subgraph is published beside it.
  const second = inputOf(ownKeys.publishers.jobs as never, {
    ...statement,
    number: 3,
    previous: statementHash(statement),
    sdl: ownSubgraphs()[3]?.sdl ?? '',
    sdlHash: hashOf(ownSubgraphs()[3]?.sdl ?? ''),
  });
  expect((await registry.publish(officer, second)).refusal?.code).toBe('REVISION_OPEN');
  await expect(
    registry.database.pool.query('update subgraph_revision set canary_share = 3 where id = $1', [id]),
  ).rejects.toThrow('only rises');
  await canaries.withdraw(registry.database.orm.em.fork(), id, secondOfficer);
  expect((await bundleOf())?.canary).toBeUndefined();
  expect(await refusalOf(share(revision, 30))).toBe('REVISION_TRANSITION_ILLEGAL');
});

const secret = 's'.repeat(43);

/** The registry's place for counts, by HTTP. */
const serveCounts = async () => {
  const app = fastify();
  addDocuments(app, [canaryCountsReport(canaries, secret)]);
  const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/bundle`;
  onTestFinished(() => app.close());
  return url;
};

/** A process of a gateway, which counts from nothing on and tells as gateways do. */
const gatewayAt = (url: string, hash: string) => {
  const gateway = randomUUID();
  const budget = new ErrorBudget();
  let number = 0;
  const report = () => {
    number += 1;
    return { hash, gateway, number, ...budget.counted };
  };
  return {
    count(side: 'canary' | 'stable', requests: number, failed: number) {
      for (let index = 0; index < requests; index += 1) budget[side].add({ isFailure: index < failed, durationMs: 30 });
    },
    report,
    tell: (said = report()) => tellCounts({ url, secret }, said),
  };
};

test('the counts of several gateways are added up, over a restart and reports that come twice, and end a canary of which none has met enough', async () => {
  const url = await serveCounts();
  const burning = await checked('jobs', 'jobsBurningFigure');
  await share(burning, 5);
  await canaries.endBy('0'.repeat(64), 'nobody');
  const hash = statementHash(burning.statement);
  const status = async () => (await statusOf(burning.id)).status;
  const first = gatewayAt(url, hash);
  const second = gatewayAt(url, hash);
  first.count('stable', 500, 0);
  second.count('stable', 500, 10);
  first.count('canary', 10, 0);
  await first.tell();
  const late = first.report();
  first.count('canary', 20, 18);
  const repeated = first.report();
  await Promise.all([first.tell(repeated), second.tell()]);
  // Counted twice they would be sixty; the late one has less than what is known.
  await first.tell(repeated);
  await first.tell(late);
  second.count('canary', 14, 5);
  await second.tell();
  expect(await status()).toBe('CANARY');
  // A gateway that ended and starts again counts from nothing: what it had counted before still counts.
  const restarted = gatewayAt(url, hash);
  restarted.count('canary', 5, 1);
  await restarted.tell();
  expect(await status()).toBe('CANARY');
  restarted.count('canary', 1, 1);
  await restarted.tell();
  const message = 'at all gateways together 50 % of 50 requests failed, and 1 % of the others';
  expect(await statusOf(burning.id)).toMatchObject({
    status: 'WITHDRAWN',
    findings: [{ code: 'CANARY_STOPPED', message }],
  });
  expect((await bundleOf())?.canary).toBeUndefined();
  // Nothing more is kept of one that has ended.
  await gatewayAt(url, hash).tell();
  const { rows } = await registry.database.pool.query('select from canary_counts where hash = $1', [hash]);
  expect(rows.length).toBe(3);
});

test('one that is promoted goes live', async () => {
  const healthy = await checked('jobs', 'jobsHealthyFigure');
  await share(healthy, 10);
  const signed = signedBy(ownKeys.approver, healthy.statement, 'approver');
  await approvals.approve(registry.database.orm.em.fork(), healthy.id, { ...signed, caller: secondOfficer });
  expect(await statusOf(healthy.id)).toMatchObject({ status: 'LIVE' });
  const bundle = await bundleOf();
  expect([bundle?.canary, bundle?.supergraph.includes('jobsHealthyFigure')]).toEqual([undefined, true]);
});

test('a first revision is no canary, since there is nothing to compare it with', async () => {
  const key = await registry.enroll(banker, 'PUBLISHER');
  const statement = kurStatement();
  const { revision } = await registry.publish(banker, inputOf(key, statement));
  const answer = await share({ id: revision?.id ?? '', statement }, 5);
  expect(answer.refusal).toEqual({ code: 'CANARY_WITHOUT_LIVE', path: ['id'] });
});

test('every share that callers met is kept, and cannot be changed', async () => {
  const { rows } = await registry.database.pool.query(
    `select revision.number, step.share, step.decided_by from canary_step as step
      join subgraph_revision as revision on revision.id = revision_id order by step.id`,
  );
  const by = { decided_by: 'second-officer' };
  expect(rows).toEqual([
    { number: 2, share: 5, ...by },
    { number: 2, share: 20, ...by },
    { number: 3, share: 5, ...by },
    { number: 4, share: 10, ...by },
  ]);
  await expect(registry.database.pool.query('update canary_step set share = 50')).rejects.toThrow('stays as it was');
});

test('the changelog says what callers met, and that it went live for nobody else', async () => {
  const [page, feed] = changelogDocuments(registry.database);
  const textOf = async (document: typeof page) => (await document?.answer({ headers: {}, query: {} }))?.body();
  const html = (await textOf(page)) ?? '';
  const at = [
    'jobs: revision 4<',
    'jobs: revision 4 is a canary for 10 percent',
    'jobs: revision 3 is no canary any more',
    'jobs: revision 3 is a canary for 5 percent',
    'jobs: revision 2 is no canary any more',
    'jobs: revision 2 is a canary for 20 percent',
    'jobs: revision 2 is a canary for 5 percent',
  ].map((title) => html.indexOf(title));
  expect([at.includes(-1), at.toSorted((one, other) => one - other)]).toEqual([false, at]);
  const entries = [...((await textOf(feed)) ?? '').matchAll(/<id>(urn:uuid:[^<]+)<\/id>/g)].map(([, id]) => id);
  expect(new Set(entries).size).toBe(entries.length);
});

test('only who has the secret of gateways ends a canary by a report', async () => {
  const reports: string[] = [];
  const taken = canaryReport({ endBy: async (hash) => void reports.push(hash) }, 's'.repeat(43));
  const hash = 'a'.repeat(64);
  const told = (authorization: string, body: unknown) => taken.take({ headers: { authorization }, query: {} }, body);
  expect(await told('Bearer x', { hash, reason: 'r' })).toBe(404);
  expect(await told(`Bearer ${'s'.repeat(43)}`, { hash: 'x', reason: 'r' })).toBe(400);
  expect(await told(`Bearer ${'s'.repeat(43)}`, { hash, reason: 'r' })).toBe(204);
  expect(reports).toEqual([hash]);
  const open = canaryReport({ endBy: async () => undefined }, undefined);
  expect(await open.take({ headers: { authorization: 'Bearer ' }, query: {} }, { hash, reason: 'r' })).toBe(404);
});

test('only gateways report counts, and only such as can be', async () => {
  const url = await serveCounts();
  const hash = 'b'.repeat(64);
  const said = gatewayAt(url, hash).report();
  const answerTo = (body: object, bearer = secret) =>
    tellCounts({ url, secret: bearer }, body as typeof said).then(() => 204, String);
  const failed = { ...said.canary, failures: 1 };
  const answers = [
    await answerTo(said, 'x'.repeat(43)),
    await answerTo({ ...said, canary: failed }),
    await answerTo({ ...said, canary: { ...said.canary, durations: [1] } }),
    await answerTo({ ...said, canary: { ...said.canary, requests: -1 } }),
    await answerTo({ ...said, number: 0 }),
    await answerTo({ ...said, gateway: 'one' }),
    await answerTo(said),
  ];
  expect(answers.map((answer) => String(answer).slice(-3))).toEqual(['404', '400', '400', '400', '400', '400', '204']);
  const { rows } = await registry.database.pool.query('select from canary_counts where hash = $1', [hash]);
  expect(rows).toEqual([]);
});
