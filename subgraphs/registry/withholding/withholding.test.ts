import { parse } from 'graphql';
import { beforeAll, expect, test } from 'vitest';
import { verify } from '../../../gateway/registry/verification.ts';
import { keyIdOf, publicKeyText } from '../../../schema/registry/key.ts';
import { statementHash } from '../../../schema/registry/statement.ts';
import type { PinnedEntry } from '../../../scripts/stack/publisher-keys.ts';
import {
  BANK,
  banker,
  DECIDE_GRANT,
  inputOf,
  kurStatement,
  newKey,
  OFFICE,
  officer,
  openRegistry,
  ownKeys,
  REQUEST_GRANT,
  ROLLBACK,
  secondOfficer,
  signedBy,
} from '../../../tests/testkit/registry.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { readBundle } from '../bundle/bundle.service.ts';

const warden = newKey();
let today = new Date('2026-12-01T03:00:00Z');
const registry = await openRegistry({
  now: () => today,
  env: { WARDEN_KEY: JSON.stringify(warden.export({ format: 'jwk' })) },
});
const { ask, database, mutate, publish, approve, enroll, services } = registry;

const granted = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

type Query {
  "Offers of a loan."
  kurOffers: Int
}

type Participant @key(fields: "id") {
  id: ID!
  "How much a bank would lend." creditLine: Int
}
`;

const REVOKE = `mutation ($id: ID!) { done: revokeGrant(id: $id, reason: "The loans have ended.") {
  grant { endsOn } breaks { subgraph findings { code } } refusal { code } } }`;
const LIST = `{ subgraphRevisions(subgraph: "kur", first: 20) { nodes {
  number status withheld { elements isEnforced reasons since } } } }`;

/** A grant that two people of the programme office have decided. @returns its id */
const allowed = async (change: object = {}) => {
  const from = today.toISOString().slice(0, 10);
  const input = {
    owner: 'pmo',
    element: 'Participant',
    permissions: ['ADD_FIELDS'],
    fields: ['creditLine'],
    from,
    reason: 'For loans',
    ...change,
  };
  const { grant } = await mutate<{ grant: { id: string } }>(banker, REQUEST_GRANT, { input, key: uuidv7() });
  for (const person of [officer, secondOfficer]) await mutate(person, DECIDE_GRANT, { id: grant.id });
  return grant.id;
};

let key: Awaited<ReturnType<typeof enroll>>;
const published: ReturnType<typeof kurStatement>[] = [];
const next = (sdl: string, change: object = {}) => {
  const last = published.at(-1);
  const statement = kurStatement({
    sdl,
    number: published.length + 1,
    previous: last ? statementHash(last) : null,
    ...change,
  });
  published.push(statement);
  return statement;
};

/** Publishes the bank's subgraph and approves it; returns how far it comes. */
const goLive = async (sdl: string) => {
  const statement = next(sdl);
  const { revision } = await publish(banker, inputOf(key, statement));
  if (revision?.status !== 'CHECKED') return revision?.status;
  const { sdl: _, ...stated } = statement;
  return (await approve(officer, revision.id, signedBy(ownKeys.approver, stated, 'approver'))).revision?.status;
};

const revisions = async () => {
  interface Answer {
    subgraphRevisions: { nodes: { number: number; status: string; withheld: { elements: string[] } | null }[] };
  }
  const { data, errors } = await ask<Answer>(banker, LIST);
  if (errors[0]) throw errors[0];
  return data.subgraphRevisions.nodes;
};

const pinnedKey = (of: typeof key, entry: object): PinnedEntry => ({
  id: keyIdOf(of),
  publicKey: publicKeyText(of),
  from: '2026-01-01T00:00:00Z',
  ...entry,
});

/** What a gateway that knows these keys makes of what is served. */
const gateway = async (keys: readonly PinnedEntry[] = [pinnedKey(warden, { organization: 'pmo', role: 'warden' })]) => {
  const own = Object.entries(ownKeys.publishers).map(([name, each]) =>
    pinnedKey(each, { organization: name, role: 'publisher', subgraphs: [name], person: 'publisher' }),
  );
  const approver = pinnedKey(ownKeys.approver, { organization: 'pmo', role: 'approver', person: 'approver' });
  const bank = pinnedKey(key, { organization: BANK, role: 'publisher', subgraphs: ['kur'], person: 'banker' });
  const list = JSON.stringify([...own, approver, bank, ...keys]);
  const bundle = JSON.stringify(await readBundle(database));
  return verify({ bundle, keys: list, seen: [], now: today.getTime() });
};

const fieldsOf = (report: Awaited<ReturnType<typeof gateway>>) => {
  if ('fault' in report) return report.fault;
  const found = parse(report.supergraph).definitions.flatMap((node) =>
    node.kind === 'ObjectTypeDefinition' && ['Query', 'Participant'].includes(node.name.value)
      ? (node.fields ?? []).map(({ name }) => name.value).filter((name) => /kurOffers|creditLine/.test(name))
      : [],
  );
  return found.toSorted();
};

const told = async () => {
  const text = `select fact ->> 'organization' as organization, fact -> 'data' as data
    from event_outbox, jsonb_array_elements(data -> 'facts') as fact where fact ->> 'type' = 'revision.withheld' order by 1`;
  return (await database.pool.query<{ organization: string; data: { elements: string[] } }>(text)).rows;
};

beforeAll(async () => {
  key = await enroll(banker, 'PUBLISHER');
});

test('what is granted no more leaves the graph on its last day by itself, and both sides are told', async () => {
  const grant = await allowed();
  expect(await goLive(granted)).toBe('LIVE');
  const revoked = await mutate<{ grant: { endsOn: string }; breaks: { findings: { code: string }[] }[] }>(
    officer,
    REVOKE,
    { id: grant },
  );
  expect([revoked.grant.endsOn, revoked.breaks[0]?.findings.map(({ code }) => code)]).toEqual([
    '2026-12-31',
    ['FIELD_ADDED'],
  ]);
  await services.withholdings.run();
  expect(fieldsOf(await gateway())).toEqual(['creditLine', 'kurOffers']);

  today = new Date('2026-12-31T00:00:05Z');
  await services.withholdings.run();
  expect((await revisions()).find(({ number }) => number === 1)).toMatchObject({
    status: 'LIVE',
    withheld: {
      elements: ['Participant.creditLine'],
      isEnforced: true,
      reasons: [expect.stringContaining('granted before, revoked on 2026-12-31')],
    },
  });
  expect((await told()).map(({ organization, data }) => [organization, data.elements])).toEqual([
    [OFFICE, ['Participant.creditLine']],
    [BANK, ['Participant.creditLine']],
  ]);
  expect(fieldsOf(await gateway())).toEqual(['kurOffers']);
  await services.withholdings.run();
  expect(await told()).toHaveLength(2);
});

test('a gateway that does not know the warden does not believe it, nor one whose key is for another subgraph', async () => {
  expect(fieldsOf(await gateway([]))).toContain('no warden has the pinned key');
  const other = pinnedKey(warden, { organization: 'pmo', role: 'warden', subgraphs: ['loans'] });
  expect(fieldsOf(await gateway([other]))).toContain('the key is not for that subgraph');
});

test('a rollback does not bring back what was revoked, and others publish as before', async () => {
  const target = published[0] as (typeof published)[0];
  const statement = next(granted, { address: target.address, rollbackTo: 1 });
  const { sdl: _, ...stated } = statement;
  const { organization, subgraph, number, previous } = stated;
  const signed = signedBy(key, stated, 'publisher');
  const input = { organization, subgraph, number, previous, rollbackTo: 1, ...signed };
  const { revision, refusal } = await mutate(banker, ROLLBACK, { input, key: uuidv7() });
  expect([refusal, revision?.status]).toEqual([null, 'REFUSED']);
  const changed = (sdl: string) => sdl.replace('type Query {', 'type Query {\n  "Seats." trainingSeats: Int\n');
  expect((await registry.tryOwn('training', changed)).status).toBe('CHECKED');
});

test('who is granted it again publishes again, and the last day of a grant ends it as a revocation does', async () => {
  await allowed({ until: '2027-01-05' });
  expect(fieldsOf(await gateway())).toEqual(['kurOffers']);
  expect(await goLive(granted)).toBe('LIVE');
  expect(fieldsOf(await gateway())).toEqual(['creditLine', 'kurOffers']);
  today = new Date('2027-01-05T22:00:00Z');
  await services.withholdings.run();
  expect(fieldsOf(await gateway())).toEqual(['creditLine', 'kurOffers']);
  today = new Date('2027-01-06T00:00:05Z');
  await services.withholdings.run();
  expect(fieldsOf(await gateway())).toEqual(['kurOffers']);
});
