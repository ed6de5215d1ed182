import { expect, test } from 'vitest';
import { expectMovesOf } from '../../../tests/testkit/database-moves.ts';
import { openRegistry } from '../../../tests/testkit/registry.ts';
import { transition as grantTransition } from '../grant/grant.status.ts';
import { transition as keyTransition } from '../key/key.status.ts';
import { transition } from './revision.status.ts';

const registry = await openRegistry();
const { pool } = registry.database;

const codeOf = (text: string, values: readonly unknown[] = []): Promise<string> =>
  pool.query(text, [...values]).then(
    () => 'done',
    ({ code }: { code: string }) => code,
  );

const COPY = `insert into subgraph_revision (id, subgraph, number, organization, previous, hash, sdl_hash, address,
    publisher_key, publisher_signature, proposed_by, proposed_at)
  select uuidv7(), subgraph, $1::int, organization, $2, encode(sha256(random()::text::bytea), 'hex'), sdl_hash, address,
    publisher_key, publisher_signature, proposed_by, now()
  from subgraph_revision where subgraph = 'pmo' and number = 1`;

const restrict = '23001';
const unique = '23505';
const foreign = '23503';
const check = '23514';

test('what was published stays as it was, whoever asks the database', async () => {
  const changes: [string, string][] = [
    [`update subgraph_revision set address = 'https://evil.example/' where subgraph = 'pmo'`, restrict],
    [
      `update subgraph_revision set sdl_hash = (select max(hash) from sdl where hash <> sdl_hash) where subgraph = 'training'`,
      restrict,
    ],
    [`update subgraph_revision set approver_signature = publisher_signature where subgraph = 'pmo'`, restrict],
    [`update subgraph_revision set number = 7 where subgraph = 'pmo'`, restrict],
    [`delete from subgraph_revision where subgraph = 'pmo'`, restrict],
    [`truncate subgraph_revision cascade`, restrict],
    [`update sdl set text = 'type Query { a: Int }'`, restrict],
    [`insert into sdl (hash, text) values (repeat('a', 64), 'type Query { a: Int }')`, check],
    [`update release set supergraph = 'x'`, restrict],
    [`delete from release`, restrict],
    [`update publisher_key set organization = 'evil'`, restrict],
    [`update publisher_key set role = 'APPROVER' where role = 'PUBLISHER'`, restrict],
    [`delete from publisher_key`, restrict],
    [`update ownership set owner = 'evil' where name = 'Participant'`, restrict],
    [`delete from ownership`, restrict],
    [`update ownership_grant set grantee = '*', permissions = '{ADD_FIELDS}'`, restrict],
  ];
  const answers: [string, string][] = [];
  for (const [text] of changes) answers.push([text, await codeOf(text)]);
  expect(answers).toEqual(changes);
});

test('a chain has no gap, no fork and no second beginning, and a number is used once', async () => {
  const [{ hash }] = (await pool.query(`select hash from subgraph_revision where subgraph = 'pmo' and number = 1`))
    .rows as [{ hash: string }];
  const [{ hash: other }] = (await pool.query(`select hash from subgraph_revision where subgraph = 'jobs'`)).rows as [
    { hash: string },
  ];
  expect(await codeOf(COPY, [1, null])).toBe(unique);
  expect(await codeOf(COPY, [2, null])).toBe(check);
  expect(await codeOf(COPY, [2, other])).toBe(foreign);
  expect(await codeOf(COPY, [3, hash])).toBe(foreign);
  expect(await codeOf(COPY, [2, hash])).toBe('done');
  // A second proposal while one is open.
  const [{ hash: second }] = (
    await pool.query(`select hash from subgraph_revision where subgraph = 'pmo' and number = 2`)
  ).rows as [{ hash: string }];
  expect(await codeOf(COPY, [3, second])).toBe(unique);
});

test('nobody approves their own in the database either, and no revision is born live', async () => {
  const own = `update subgraph_revision set status = 'CHECKED', checked_at = now() where subgraph = 'pmo' and number = 2`;
  expect(await codeOf(own)).toBe('done');
  const approve = `update subgraph_revision set status = 'APPROVED', approved_at = now(), approver_organization = organization,
    approver_key = (select id from publisher_key where role = 'APPROVER'), approver_signature = publisher_signature,
    approved_by = proposed_by where subgraph = 'pmo' and number = 2`;
  expect(await codeOf(approve)).toBe(check);
  const withOwnKey = approve
    .replace(`(select id from publisher_key where role = 'APPROVER')`, 'publisher_key')
    .replace('approved_by = proposed_by', `approved_by = 'another'`);
  expect([check, foreign]).toContain(await codeOf(withOwnKey));
  const born = COPY.replace('proposed_at)', 'proposed_at, status)').replace('now()\n', `now(), 'LIVE'\n`);
  expect(await codeOf(born, [3, null])).toBe(restrict);
});

const BORN = `insert into publisher_key (id, public_key, organization, role, status, proposed_by, proposed_at, approved_by,
    approved_at, revoked_by, revoked_at, revocation_reason)
  select encode(sha256(decode(translate(key, '-_', '+/') || '=', 'base64')), 'hex'), key, $1, 'PUBLISHER', $2, 'a', now(),
    case when $2 = 'APPROVED' then 'b' end, case when $2 = 'APPROVED' then now() end,
    case when $2 = 'REVOKED' then 'c' end, case when $2 = 'REVOKED' then now() end,
    case when $2 = 'REVOKED' then 'lost' end
  from (select 'MCowBQYDK2VwAyEA' || translate(rtrim(encode(sha256($1::text::bytea), 'base64'), '='), '+/', '-_') as key)`;

test('keys, grants and revisions move in the database as their tables of transitions say', async () => {
  await expectMovesOf(pool, {
    insert: BORN,
    update: `update publisher_key set status = $2, approved_by = coalesce(approved_by, 'b'),
      approved_at = coalesce(approved_at, now()), revoked_by = case when $2 = 'REVOKED' then 'c' end,
      revoked_at = case when $2 = 'REVOKED' then now() end,
      revocation_reason = case when $2 = 'REVOKED' then 'lost' end where organization = $1`,
    transition: keyTransition as never,
  });
  const ended = `case when $2 in ('REFUSED', 'WITHDRAWN', 'REVOKED') then 'd' end`;
  await expectMovesOf(pool, {
    insert: `insert into ownership_grant (id, owner, grantee, element, permissions, from_day, reason, status,
        requested_by, requested_at, accepted_by, granted_by, ended_by, ends_on)
      values ($1::uuid, 'pmo', 'jobs', 'Wave', '{USE}', current_date, 'why', $2, 'a', now(), 'b', 'c', ${ended},
        case when $2 = 'REVOKED' then current_date end)`,
    update: `update ownership_grant set status = $2, ended_by = ${ended},
      ends_on = case when $2 = 'REVOKED' then current_date end where id = $1`,
    transition: grantTransition as never,
  });
  const moves = Object.entries(transition.table).flatMap(([from, all]) => all.map((to) => `'${from}', '${to}'`));
  const { rows } = await pool.query<{ text: string }>(
    `select pg_get_triggerdef(oid) as text from pg_trigger where tgrelid = 'subgraph_revision'::regclass and tgname = 'refuse_move'`,
  );
  const inTrigger = [...(rows[0]?.text ?? '').matchAll(/'([A-Z]+)'[^']*'([A-Z]+)'/g)].map(
    ([, from, to]) => `'${from}', '${to}'`,
  );
  expect(inTrigger.toSorted()).toEqual(moves.toSorted());
});

test('the invariants hold', async () => {
  const { registry: features } = await import('../features.ts');
  for (const { invariants = [] } of features as readonly { invariants?: readonly { sql: string }[] }[]) {
    for (const { sql } of invariants) expect([sql, (await pool.query(sql)).rows]).toEqual([sql, []]);
  }
});
