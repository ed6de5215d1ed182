import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { afterAll, expect, inject, onTestFinished, test } from 'vitest';
import { readBundle } from '../../schema/registry/bundle.ts';
import { keyIdOf, readPublicKey } from '../../schema/registry/key.ts';
import { hashOf, isSignedBy } from '../../schema/registry/statement.ts';
import { partnerKeyId } from '../../scripts/partner/conformance/signer.ts';
import { startPartnerServer } from '../../scripts/partner/conformance/testkit/server.ts';
import { createPartnerVerifier } from '../../scripts/partner/conformance/testkit/verifier.ts';
import { bundleSecret, runnerKeyOf } from '../../scripts/stack/environment.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { graphClient } from '../testkit/client.ts';
import { run } from '../testkit/start.ts';

const { data, url } = inject('stack');
const folder = mkdtempSync(join(tmpdir(), 'prakerja-publish-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PORTAL = '018d0000-0000-7000-8000-000000000103';
const file = join(folder, 'iklan.graphql');
const key = join(folder, 'publisher.pem');
const approver = join(data, 'publishers', 'approver.pem');
const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

type Query {
  "Advertisements of today."
  iklanCount: Int
}
`;
writeFileSync(file, SDL);

/** The portal's own server, which believes what the stack's gateway publishes. */
const startIklan = async () => {
  const runnerKey = runnerKeyOf(readSecrets(data));
  const directory = await fetch(new URL('/.well-known/http-message-signatures-directory', url));
  const { keys } = (await directory.json()) as { keys: { kid: string }[] };
  const keyId = await partnerKeyId(runnerKey);
  expect(keys.map(({ kid }) => kid)).toContain(keyId);
  const resolvers = { Query: { iklanCount: () => 3 } };
  const schema = buildSubgraphSchema([{ typeDefs: parse(SDL), resolvers }]);
  const isAllowed = createPartnerVerifier({ publicKey: createPublicKey(runnerKey), keyId, subgraph: 'iklan' });
  return startPartnerServer({ schema, isAllowed });
};

const graph = (...args: string[]) => run('graph', [...args, '--data', data]);
const asPortal = ['--role', 'portal'];
const jsonOf = ({ out }: { out: string[] }) => JSON.parse(out.join('\n'));

const portOf = (offset: number) => Number(new URL(url).port) + offset;
const served = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${portOf(5)}${path}`, { headers });
const bearer = { authorization: `Bearer ${bundleSecret(readSecrets(data))}` };

test('the stack begins with five own subgraphs, signed by keys that only its developer has', async () => {
  const bundle = readBundle(await (await served('/bundle', bearer)).json());
  const own = bundle.revisions.slice(0, 5);
  expect(own.map(({ statement }) => statement.subgraph)).toEqual(['pmo', 'training', 'payments', 'jobs', 'registry']);
  expect(bundle.supergraphHash).toBe(hashOf(bundle.supergraph));
  const signing = createPrivateKey(readFileSync(join(data, 'publishers', 'training.pem'), 'utf8'));
  const training = own.find(({ statement }) => statement.subgraph === 'training');
  const found = readPublicKey(bundle.keys.find(({ id }) => id === keyIdOf(signing))?.publicKey ?? '');
  if (!training || !found) throw new Error('training is not there');
  expect(isSignedBy(training.statement, 'publisher', { key: found, signature: training.publisher.signature })).toBe(
    true,
  );
  expect((await served('/bundle')).status).toBe(404);
});

test('a portal publishes by commands, an officer approves, and gateways get it signed', async () => {
  expect((await graph('keys', 'new', '--key', key)).code).toBe(0);
  expect((await graph('keys', 'new', '--key', key)).code).toBe(2);
  const { id: keyId } = jsonOf(
    await graph('keys', 'register', '--key', key, '--for', 'PUBLISHER', '--json', ...asPortal),
  );
  const publishing = ['publish', file, '--subgraph', 'iklan', '--organization', PORTAL, '--key', key, ...asPortal];
  const iklan = await startIklan();
  onTestFinished(() => iklan.stop());
  const address = ['--address', iklan.address, '--json'];
  const early = await graph(...publishing, ...address);
  expect([early.code, early.err.join()]).toEqual([1, expect.stringContaining('PUBLISHER_KEY_UNFIT')]);
  expect((await graph('keys', 'approve', '--id', keyId)).code).toBe(0);
  const published = await graph(...publishing, ...address);
  expect([published.code, published.err]).toEqual([0, []]);
  const revision = jsonOf(published);
  expect(revision).toMatchObject({ number: 1, status: 'CHECKED' });
  const tooEarly = await graph('approve', '--id', revision.id, '--key', approver);
  expect([tooEarly.code, tooEarly.err.join()]).toEqual([1, expect.stringContaining('CONFORMANCE_RUN_MISSING')]);
  const sandboxed = await graph('keys', 'activate', '--id', keyId, ...asPortal);
  expect([sandboxed.code, sandboxed.err.join()]).toEqual([1, expect.stringContaining('CONFORMANCE_RUN_MISSING')]);
  const ran = await graph('conformance', 'request', '--id', revision.id, '--json', ...asPortal);
  expect(jsonOf(ran)).toMatchObject({ status: 'PASSED', failedRule: null });
  expect((await graph('conformance', 'runs', '--subgraph', 'iklan', ...asPortal)).out.join('\n')).toMatch(
    /iklan +1 +PASSED/,
  );
  expect(jsonOf(await graph('keys', 'activate', '--id', keyId, '--json', ...asPortal)).environment).toBe('PRODUCTION');
  const approved = await graph('approve', '--id', revision.id, '--key', approver, '--json');
  expect([approved.code, jsonOf(approved).status]).toEqual([0, 'LIVE']);
  const status = await graph('status', '--subgraph', 'iklan');
  expect(status.out.join('\n')).toMatch(/iklan +1 +LIVE/);
  const choices = await graph('rollback', '--subgraph', 'iklan', ...asPortal);
  expect([choices.code, choices.out]).toEqual([0, ['there is no earlier revision that could come back']]);
  const back = await graph('rollback', '--subgraph', 'iklan', '--to', 'allowed', '--key', key, ...asPortal);
  expect([back.code, back.err.join()]).toEqual([1, expect.stringContaining('no earlier revision of iklan is allowed')]);
  const same = await graph('diff', file, '--subgraph', 'iklan', ...asPortal);
  expect([same.code, same.out]).toEqual([0, ['nothing differs from revision 1']]);
  const bundle = readBundle(await (await served('/bundle', bearer)).json());
  const live = bundle.revisions.find(({ statement }) => statement.subgraph === 'iklan');
  expect(live).toMatchObject({ statement: { organization: PORTAL, number: 1 }, publisher: { keyId } });
  expect(bundle.supergraph).toContain('iklanCount');
  expect(await (await served('/changelog')).text()).toContain('iklan: revision 1');
});

test('an owner offers standing terms by commands, and a job portal takes them without asking', async () => {
  const what = ['--owner', 'pmo', '--on', 'Participant', '--may', 'ADD_FIELDS', '--fields', 'iklanOffers'];
  const offered = await graph('grants', 'offer', ...what, '--kinds', 'JOB_PORTAL', '--reason', 'Jobs', '--json');
  const { id, status } = jsonOf(offered).offer;
  expect(status).toBe('PROPOSED');
  expect((await graph('grants', 'open', '--id', id, '--as', 'director')).code).toBe(0);
  const seen = await graph('grants', 'offers', '--on', 'Participant', ...asPortal);
  expect(seen.out.join('\n')).toMatch(/pmo +JOB_PORTAL +Participant +ADD_FIELDS +iklanOffers +OPEN/);
  const accepted = await graph('grants', 'accept', '--id', id, '--json', ...asPortal);
  expect(jsonOf(accepted).grant).toMatchObject({ grantee: PORTAL, status: 'GRANTED', fields: ['iklanOffers'] });
  const closed = await graph('grants', 'close', '--id', id, '--reason', 'Enough of them.');
  expect(closed.out.join('\n')).toContain('WITHDRAWN');
});

test('wrong arguments end with 2 and say what is missing', async () => {
  const answers = await Promise.all([
    graph('publish', file),
    graph('publish', join(folder, 'nothing.graphql')),
    graph('rollback', '--subgraph', 'iklan', '--to', 'x', '--key', key),
    graph('approve', '--id', 'x', '--key', file),
    graph('grants', 'revoke'),
  ]);
  expect(answers.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2]);
  expect(answers[0]?.err.join()).toContain('--subgraph');
});

test('a page of revisions with their SDLs takes as many statements as one of them', async () => {
  const officer = graphClient(inject('stack'))('officer');
  const pageOf = async (first: number) => {
    const { data, statements } = await officer.query<{ subgraphRevisions: { nodes: { sdl: string }[] } }>(
      `{ subgraphRevisions(first: ${first}) { nodes { number sdl } } }`,
    );
    return { texts: data.subgraphRevisions.nodes.map(({ sdl }) => sdl.includes('type')), statements };
  };
  expect([await pageOf(1), await pageOf(5)]).toEqual([
    { texts: [true], statements: { registry: 2 } },
    { texts: [true, true, true, true, true], statements: { registry: 2 } },
  ]);
});
