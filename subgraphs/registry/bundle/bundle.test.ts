import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBundle } from '../../../schema/registry/bundle.ts';
import { keyIdOf, readPublicKey } from '../../../schema/registry/key.ts';
import { composeLive } from '../../../schema/registry/live-graph.ts';
import { hashOf, isSignedBy, statementHash } from '../../../schema/registry/statement.ts';
import { silent } from '../../../tests/testkit/event-secret.ts';
import {
  banker,
  beginning,
  inputOf,
  kurStatement,
  officer,
  openRegistry,
  ownKeys,
  ownSubgraphs,
  signedBy,
} from '../../../tests/testkit/registry.ts';
import { documentsOf } from '../../kit/assembly.ts';
import { addDocuments } from '../../kit/served-documents.ts';
import { registry as features } from '../features.ts';

const SECRET = 's'.repeat(43);
const app = Fastify();
let registry: Awaited<ReturnType<typeof openRegistry>>;

beforeAll(async () => {
  registry = await openRegistry();
  const env = { ...registry.services.env, BUNDLE_SECRET: SECRET };
  addDocuments(app, documentsOf(features, { ...registry.services, env, log: silent }));
});
afterAll(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
const bearer = { authorization: `Bearer ${SECRET}` };

/** What a gateway that trusts these keys would say of a bundle. */
const faultsOf = (text: string, pinned: ReadonlySet<string>): string[] => {
  const bundle = readBundle(JSON.parse(text));
  const keys = new Map(bundle.keys.map((each) => [each.id, each]));
  const isBy = (role: 'publisher' | 'approver', { statement, ...signed }: (typeof bundle.revisions)[0]) => {
    const { keyId, signature } = signed[role];
    const key = readPublicKey(keys.get(keyId)?.publicKey ?? '');
    return key && pinned.has(keyIdOf(key)) && isSignedBy(statement, role, { key, signature });
  };
  const live = bundle.revisions.map(({ statement: { subgraph: name, organization, address }, sdl }) => ({
    name,
    organization,
    address,
    sdl,
  }));
  const { supergraph } = composeLive(live);
  return [
    ...bundle.revisions.flatMap((each) =>
      (['publisher', 'approver'] as const).flatMap((role) =>
        isBy(role, each) ? [] : `${each.statement.subgraph} ${role}`,
      ),
    ),
    ...bundle.revisions.flatMap(({ statement, sdl }) => (hashOf(sdl) === statement.sdlHash ? [] : statement.subgraph)),
    ...bundle.revisions.flatMap(({ statement, chain }) => {
      const hashes = [null, ...chain.map((each) => statementHash(each.statement))];
      const named = [...chain.map((each) => each.statement.previous), statement.previous];
      return JSON.stringify(hashes) === JSON.stringify(named) ? [] : [`chain of ${statement.subgraph}`];
    }),
    ...(hashOf(supergraph?.sdl ?? '') === bundle.supergraphHash ? [] : ['supergraph']),
  ];
};

const pinned = () => new Set([...Object.values(ownKeys.publishers), ownKeys.approver].map(keyIdOf));

test('nobody gets the bundle without the secret, and it is not said that there is one', async () => {
  for (const headers of [{}, { authorization: 'Bearer' }, { authorization: `Bearer ${'x'.repeat(43)}` }]) {
    expect((await get('/bundle', headers as Record<string, string>)).statusCode).toBe(404);
  }
});

test('the bundle is verified by keys, its chain and its hash; a swapped address is noticed', async () => {
  const { body, headers } = await get('/bundle', bearer);
  expect(faultsOf(body, pinned())).toEqual([]);
  const swapped = JSON.parse(body);
  swapped.revisions[1].statement.address = 'https://evil.example/graphql';
  expect(faultsOf(JSON.stringify(swapped), pinned())).toEqual([
    'training publisher',
    'training approver',
    'supergraph',
  ]);
  const again = await get('/bundle', { ...bearer, 'if-none-match': String(headers.etag) });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});

test('what is published changes the bundle and its ETag, with the statements in between', async () => {
  const before = await get('/bundle', bearer);
  const key = await registry.enroll(banker, 'PUBLISHER');
  const first = kurStatement();
  const { revision } = await registry.publish(banker, inputOf(key, first));
  expect((await get('/bundle', { ...bearer, 'if-none-match': String(before.headers.etag) })).statusCode).toBe(304);
  await registry.approve(officer, revision?.id ?? '', signedBy(ownKeys.approver, first, 'approver'));
  const broken = kurStatement({
    number: 2,
    previous: statementHash(first),
    sdl: 'type Query {\n  kurOffers: Nothing\n}\n',
  });
  expect((await registry.publish(banker, inputOf(key, broken))).revision?.status).toBe('REFUSED');
  const third = kurStatement({
    number: 3,
    previous: statementHash(broken),
    sdl: first.sdl.replace('"Offers of a loan."', '"Offers of loans."'),
  });
  const published = await registry.publish(banker, inputOf(key, third));
  await registry.approve(officer, published.revision?.id ?? '', signedBy(ownKeys.approver, third, 'approver'));
  const { body, headers } = await get('/bundle', bearer);
  expect(headers.etag).not.toBe(before.headers.etag);
  expect(faultsOf(body, new Set([...pinned(), keyIdOf(key)]))).toEqual([]);
  const kur = readBundle(JSON.parse(body)).revisions.find(({ statement }) => statement.subgraph === 'kur');
  expect(kur?.statement.number).toBe(3);
  expect(kur?.chain.map(({ statement, approver }) => [statement.number, approver !== undefined])).toEqual([
    [1, true],
    [2, false],
  ]);
});

test('the changelog is a page and a feed that anybody reads, escaped, in pages', async () => {
  const page = await get('/changelog');
  expect([page.statusCode, page.headers['content-type'], page.statusCode === 200 ? '' : page.body]).toEqual([
    200,
    'text/html; charset=utf-8',
    '',
  ]);
  expect(page.headers['content-security-policy']).toContain(`default-src 'none'`);
  expect(page.body).not.toMatch(/<script|src=|https?:\/\/(?!www\.w3\.org)/);
  expect(page.body).toContain('kur: revision 3');
  expect(page.body).toContain(`Field &#39;kurOffers&#39; was added to object type &#39;Query&#39;`);
  const feed = await get('/changelog.atom');
  expect(feed.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
  expect([...feed.body.matchAll(/<title>(.*?)<\/title>/g)].map(([, title]) => title)).toEqual([
    'Changes of the graph',
    'kur: revision 3',
    'kur: revision 1',
    'registry: revision 1',
  ]);
  expect((await get('/changelog?before=2')).body).not.toContain('kur: revision');
  expect((await get('/changelog?before=nonsense')).statusCode).toBe(200);
});

test('a start without change publishes nothing; with another SDL it publishes the next revision, signed', async () => {
  const { bootstrap } = registry.services;
  const startedAt = performance.now();
  expect(await bootstrap.run(beginning())).toEqual([]);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  const [pmo] = ownSubgraphs();
  const changed = { pmo: (pmo?.sdl ?? '').replace('type Query {', 'type Query {\n  "A number."\n  pmoNumber: Int\n') };
  expect(await bootstrap.run(beginning(changed))).toEqual([{ subgraph: 'pmo', number: 2, status: 'LIVE', errors: [] }]);
  expect(await bootstrap.run(beginning(changed))).toEqual([]);
});
