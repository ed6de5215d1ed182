import { beforeAll, expect, test } from 'vitest';
import { keyIdOf } from '../../../schema/registry/key.ts';
import { hashOf, statementHash } from '../../../schema/registry/statement.ts';
import {
  banker,
  inputOf,
  kurStatement,
  newKey,
  officer,
  openRegistry,
  ownKeys,
  portal,
  secondOfficer,
  signedBy,
} from '../../../tests/testkit/registry.ts';

let registry: Awaited<ReturnType<typeof openRegistry>>;
let key: Awaited<ReturnType<typeof registry.enroll>>;
beforeAll(async () => {
  registry = await openRegistry();
  key = await registry.enroll(banker, 'PUBLISHER');
});

const statuses = async (subgraph: string) =>
  (
    await registry.database.pool.query<{ number: number; status: string }>(
      'select number, status from subgraph_revision where subgraph = $1 order by number',
      [subgraph],
    )
  ).rows.map(({ number, status }) => `${number} ${status}`);

const first = kurStatement();
const approverOf = (statement: typeof first) => signedBy(ownKeys.approver, statement, 'approver');

test('the graph begins with its own subgraphs, live and signed, and publishes none again', async () => {
  expect(registry.published.map(({ subgraph, status }) => `${subgraph} ${status}`)).toEqual(
    ['pmo', 'training', 'payments', 'jobs', 'registry'].map((name) => `${name} LIVE`),
  );
});

test('a signed revision is checked, approved by another person, and live; a later one takes its place', async () => {
  const { revision, refusal } = await registry.publish(banker, inputOf(key, first));
  expect([refusal, revision]).toMatchObject([null, { status: 'CHECKED', number: 1, hash: statementHash(first) }]);
  const id = revision?.id ?? '';
  expect(await registry.approve(officer, id, approverOf(first))).toMatchObject({
    refusal: null,
    revision: { status: 'LIVE' },
  });
  const next = kurStatement({
    number: 2,
    previous: statementHash(first),
    sdl: first.sdl.replace('kurOffers: Int', 'kurOffers: Int\n  "Loans."\n  kurLoans: Int'),
  });
  const published = await registry.publish(banker, inputOf(key, { ...next, sdlHash: hashOf(next.sdl) }));
  expect(published.revision).toMatchObject({ status: 'CHECKED' });
  await registry.approve(officer, published.revision?.id ?? '', approverOf({ ...next, sdlHash: hashOf(next.sdl) }));
  expect(await statuses('kur')).toEqual(['1 SUPERSEDED', '2 LIVE']);
});

test('what another owner has is refused with the owner, the rule and the line, and its number stays used', async () => {
  const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query {
  "Offers of a loan."
  kurOffers: Int
}
type Participant @key(fields: "id") {
  id: ID!
  nik: String
}
`;
  const [last] = (
    await registry.database.pool.query(`select hash from subgraph_revision where subgraph = 'kur' and number = 2`)
  ).rows;
  const statement = kurStatement({ number: 3, previous: last.hash, sdl, sdlHash: hashOf(sdl) });
  const { revision } = await registry.publish(banker, inputOf(key, statement));
  expect(revision?.status).toBe('REFUSED');
  expect(revision?.findings).toContainEqual(
    expect.objectContaining({ severity: 'ERROR', coordinate: 'Participant.nik', owner: 'pmo', line: 8 }),
  );
  expect(await statuses('kur')).toEqual(['1 SUPERSEDED', '2 LIVE', '3 REFUSED']);
  expect(await registry.approve(officer, revision?.id ?? '', approverOf(statement))).toMatchObject({
    refusal: { code: 'REVISION_TRANSITION_ILLEGAL' },
  });
});

test('of two who publish one number at once, one wins', async () => {
  const signed = kurStatement({ subgraph: 'race' });
  const answers = await Promise.all([1, 2, 3].map(() => registry.publish(banker, inputOf(key, signed))));
  const codes = answers.map(({ refusal, revision }) => refusal?.code ?? (revision ? 'KEPT' : ''));
  expect(codes.toSorted()).toEqual(['KEPT', 'REVISION_NUMBER_WRONG', 'REVISION_NUMBER_WRONG']);
  expect(await statuses('race')).toHaveLength(1);
});

test('the same call again answers the same revision; with another content its key is refused', async () => {
  const signed = kurStatement({ subgraph: 'again' });
  const once = await registry.publish(banker, inputOf(key, signed), 'a-key-of-mine');
  const twice = await registry.publish(banker, inputOf(key, signed), 'a-key-of-mine');
  expect(twice.revision?.id).toBe(once.revision?.id);
  const other = await registry.publish(
    banker,
    inputOf(key, { ...signed, address: 'https://other.example/' }),
    'a-key-of-mine',
  );
  expect(other.refusal?.code).toBe('IDEMPOTENCY_KEY_REUSED');
});

test('nobody approves their own revision, nor with a key of another role, organisation or statement', async () => {
  const statement = kurStatement({ subgraph: 'own' });
  const bankApprover = await registry.enroll(banker, 'APPROVER');
  const { revision } = await registry.publish(banker, inputOf(key, statement));
  expect(revision).toMatchObject({ status: 'CHECKED' });
  const id = revision?.id ?? '';
  const both = { ...banker, can: () => true };
  const attempts: [string, typeof banker, { keyId: string; signature: string }, string][] = [
    ['the proposer', both, signedBy(bankApprover, statement, 'approver'), 'SAME_PERSON'],
    ['somebody without the scope', portal, approverOf(statement), 'FORBIDDEN'],
    ["the publisher's key", officer, signedBy(key, statement, 'approver'), 'PUBLISHER_KEY_UNFIT'],
    [
      'a key for which the officer does not act',
      officer,
      signedBy(bankApprover, statement, 'approver'),
      'PUBLISHER_KEY_UNFIT',
    ],
    ['a key that nobody registered', officer, signedBy(newKey(), statement, 'approver'), 'PUBLISHER_KEY_UNFIT'],
    [
      'a signature in the role of the publisher',
      officer,
      signedBy(ownKeys.approver, statement, 'publisher'),
      'STATEMENT_SIGNATURE_WRONG',
    ],
    [
      'a signature of another address',
      officer,
      approverOf({ ...statement, address: 'https://evil.example/' }),
      'STATEMENT_SIGNATURE_WRONG',
    ],
  ];
  for (const [who, caller, signed, code] of attempts) {
    const { refusal } = await registry.approve(caller, id, signed);
    expect([who, refusal?.code]).toEqual([who, code]);
  }
  expect(await statuses('own')).toEqual(['1 CHECKED']);
  const someoneElse = { ...banker, id: 'bank-approver', can: () => true };
  expect(
    (await registry.approve(someoneElse, id, signedBy(bankApprover, statement, 'approver'))).revision?.status,
  ).toBe('LIVE');
});

test('a key that is revoked signs nothing more, and what it signed before is not approved', async () => {
  const lost = await registry.enroll(banker, 'PUBLISHER');
  const statement = kurStatement({ subgraph: 'lost' });
  const { revision } = await registry.publish(banker, inputOf(lost, statement));
  expect(revision).toMatchObject({
    status: 'CHECKED',
    findings: expect.not.arrayContaining([expect.objectContaining({ severity: 'ERROR' })]),
  });
  const REVOKE = `mutation ($id: ID!) { done: revokePublisherKey(id: $id, reason: "Laptop hilang.") { key { status } refusal { code } } }`;
  expect(await registry.mutate(portal, REVOKE, { id: keyIdOf(lost) })).toMatchObject({
    refusal: { code: 'PUBLISHER_KEY_UNKNOWN' },
  });
  expect(await registry.mutate(banker, REVOKE, { id: keyIdOf(lost) })).toMatchObject({ key: { status: 'REVOKED' } });
  expect((await registry.approve(officer, revision?.id ?? '', approverOf(statement))).refusal?.code).toBe(
    'PUBLISHER_KEY_REVOKED',
  );
  const WITHDRAW = `mutation ($id: ID!) { done: withdrawSubgraph(id: $id) { revision { status } refusal { code } } }`;
  const { id } = revision ?? { id: '' };
  expect(await registry.mutate(portal, WITHDRAW, { id })).toMatchObject({ refusal: { code: 'REVISION_UNKNOWN' } });
  expect(await registry.mutate(banker, WITHDRAW, { id })).toMatchObject({ revision: { status: 'WITHDRAWN' } });
  const next = { ...statement, number: 2, previous: statementHash(statement) };
  expect((await registry.publish(banker, inputOf(lost, next))).refusal?.code).toBe('PUBLISHER_KEY_UNFIT');
});

test('an earlier revision comes back by a signed statement of its own', async () => {
  const { rows } = await registry.database.pool.query(
    `select organization, subgraph, sdl_hash, address from subgraph_revision where subgraph = 'kur' and number = 1`,
  );
  const [{ hash }] = (
    await registry.database.pool.query(
      `select hash from subgraph_revision where subgraph = 'kur' order by number desc limit 1`,
    )
  ).rows as [{ hash: string }];
  const { organization, subgraph, sdl_hash: sdlHash, address } = rows[0];
  const statement = { organization, subgraph, number: 4, previous: hash, sdlHash, address, rollbackTo: 1 };
  const ROLLBACK = `mutation ($input: RollbackSubgraphInput!, $key: String!) {
    done: rollbackSubgraph(input: $input, idempotencyKey: $key) { revision { id status rollbackTo } refusal { code path } } }`;
  const input = { subgraph, number: 4, previous: hash, rollbackTo: 1, ...signedBy(key, statement, 'publisher') };
  const back = (change: object, id: string) =>
    registry.mutate(banker, ROLLBACK, { input: { ...input, ...change }, key: `rollback-${id}` });
  expect(await back({ rollbackTo: 3 }, 'refused')).toMatchObject({ refusal: { code: 'ROLLBACK_REVISION_UNKNOWN' } });
  expect(await back({ rollbackTo: 2 }, 'another')).toMatchObject({ refusal: { code: 'STATEMENT_SIGNATURE_WRONG' } });
  const { revision, refusal } = await back({}, 'first');
  expect([refusal, revision]).toMatchObject([null, { rollbackTo: 1 }]);
  const approved = await registry.approve(
    secondOfficer,
    revision?.id ?? '',
    signedBy(ownKeys.approver, statement, 'approver'),
  );
  // Its field kurLoans is gone with it, and nobody counted that it is unused: so the checks have their say.
  expect(['LIVE', 'REFUSED']).toContain(approved.revision?.status ?? revision?.status);
});
