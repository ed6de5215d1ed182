import { beforeAll, expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';

const pmo = await openPmo();
await openWave(pmo);

const officer = { ...callerOf('officer', 'participant:read'), org: 'pmo-unit' };

let ids: string[];
beforeAll(async () => {
  ids = Array.from({ length: 40 }, () => uuidv7()).sort();
  await pmo.database.pool.query(
    `insert into participant (id, status, name, birth_date, region_code, work_status, is_synthetic, registered_at)
      select id, 'VERIFIED', $2, '1990-05-17', $3, 'WORKER', true, now() from unnest($1::uuid[]) as id`,
    [ids, personAt(1).name, personAt(1).region],
  );
});

const logOf = async (id: string) => {
  const read = '{ me { accessLog(first: 10) { nodes { readerId readerOrg fields purpose } } } }';
  const { data, codes } = await pmo.ask<{ me: { accessLog: { nodes: object[] } } }>(callerOf(id, 'self'), read);
  expect(codes).toEqual([]);
  return data.me.accessLog.nodes;
};

const WANTED = 'name registrations(first: 1) { nodes { status } } decisions(first: 1) { nodes { id } }';
const PEOPLE = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant {
  ${WANTED} eligibility { isEligible } } } }`;
const references = (some: readonly string[]) => some.map((id) => ({ __typename: 'Participant', id }));

const costOf = async (caller: typeof officer, query: string, variables: object) => {
  const { codes, statements } = await pmo.ask(caller, query, variables);
  expect(codes).toEqual([]);
  return statements;
};

test('names and decisions that another reads are in the log of each person, by one statement for all', async () => {
  const one = await costOf(officer, PEOPLE, { people: references(ids.slice(0, 1)) });
  expect(await costOf(officer, PEOPLE, { people: references(ids.slice(1)) })).toBe(one);
  const own = await costOf(callerOf(ids[0] ?? '', 'self') as typeof officer, PEOPLE, {
    people: references(ids.slice(0, 1)),
  });
  expect(one - own).toBe(1);
  const fields = ['name', 'eligibility', 'decisions', 'registrations'];
  for (const id of [ids[0], ids[39]]) {
    const [entry, ...more] = (await logOf(id ?? '')) as { fields: string[] }[];
    expect({ ...entry, fields: entry?.fields.toSorted(), more }).toEqual({
      readerId: 'officer',
      readerOrg: 'pmo-unit',
      purpose: null,
      more: [],
      fields: fields.toSorted(),
    });
  }
});

test('a list leaves an entry for each person on the page, and none for those who are not shown', async () => {
  const before = (await logOf(ids[0] ?? '')).length;
  await costOf(officer, `{ participants(first: 5) { nodes { id ${WANTED} } } }`, {});
  await costOf(officer, '{ participants(first: 20) { nodes { id status } } }', {});
  expect((await logOf(ids[0] ?? '')).length).toBe(before + 1);
  const { rows } = await pmo.database.pool.query<{ count: number }>(
    `select count(*)::int as count from access_log where fields @> '{name}' and not fields @> '{eligibility}'`,
  );
  expect(rows).toEqual([{ count: 5 }]);
});

test('people who read of themselves leave no entry', async () => {
  const id = ids[7] ?? '';
  const before = await logOf(id);
  await costOf(callerOf(id, 'self') as typeof officer, `{ me { ${WANTED} eligibility { isEligible } } }`, {});
  expect(await logOf(id)).toEqual(before);
});

test('a name that cannot be written down is not shown', async () => {
  await pmo.database.pool.query('alter table access_log rename to hidden_log');
  try {
    const query = '{ participants(first: 2) { nodes { id name } } }';
    const { data, errors } = await pmo.ask(officer, query);
    expect(errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(data)).not.toContain(personAt(1).name);
  } finally {
    await pmo.database.pool.query('alter table hidden_log rename to access_log');
  }
});
