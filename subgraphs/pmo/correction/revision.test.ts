import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { correcting, newPeople, type Revision } from '../../../tests/testkit/correction.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';

const pmo = await openPmo();
await openWave(pmo);
const { registered } = newPeople(pmo);
const { correct, correctFor, revisions } = correcting(pmo);
const { pool } = pmo.database;

const clerk = callerOf('clerk', 'participant:read');
const officer = callerOf('officer', 'participant:read identity:read');

/** Name and occupation by the person, then NIK, phone and interests by an officer. */
const corrected = async () => {
  const person = await registered();
  const { id, at } = person;
  const phone = `0813${String(at).padStart(8, '0')}`;
  expect(
    (await correct(id, { name: 'Siti', isInFormalEducation: true, reason: 'Salah ketik nama.' })).refusal,
  ).toBeNull();
  const changes = { nik: personAt(at + 5_000).nik, phone, interests: ['barbering', 'welding'], expectedVersion: 2 };
  expect((await correctFor(id, { ...changes, reason: 'Sesuai KTP.' })).refusal).toBeNull();
  expect((await correct(id, { interests: [], expectedVersion: 3 })).refusal).toBeNull();
  return person;
};

const nodesOf = async (...[caller, id, page]: Parameters<typeof revisions>): Promise<Revision[]> =>
  (await revisions(caller, id, page)).data.participant.revisions.nodes;

const plain = (former: Revision['formerValues'] | undefined) =>
  Object.fromEntries((former ?? []).map(({ field, value }) => [field, value]));

const logOf = async (id: string) => {
  const read = '{ me { accessLog(first: 10) { nodes { readerId fields purpose } } } }';
  const answer = await pmo.ask<{ me: { accessLog: { nodes: object[] } } }>(callerOf(id, 'self'), read);
  return answer.data.me.accessLog.nodes;
};

test('the person reads who corrected what, why, and what it was before, newest first', async () => {
  const { id, at } = await corrected();
  const nodes = await nodesOf(callerOf(id, 'self'), id);
  expect(nodes.map(({ version, changedBy, reason, fields }) => [version, changedBy, reason, fields])).toEqual([
    [3, 'SELF', 'Salah ketik.', ['interests']],
    [2, 'OFFICER', 'Sesuai KTP.', ['nik', 'phone', 'interests']],
    [1, 'SELF', 'Salah ketik nama.', ['name', 'isInFormalEducation']],
  ]);
  expect(nodes.map(({ formerValues }) => plain(formerValues))).toEqual([
    { interests: 'barbering,welding' },
    { nik: personAt(at).nik, phone: `+62812${String(at).padStart(8, '0')}`, interests: 'welding' },
    { name: 'Siti Rahayu', isInFormalEducation: 'false' },
  ]);
  expect(await logOf(id)).toEqual([{ readerId: id, fields: ['revisions.nik', 'revisions.phone'], purpose: 'SERVICE' }]);
});

test('without `identity:read` the identity is masked, and nothing is logged', async () => {
  const { id } = await corrected();
  const [, second, first] = await nodesOf(clerk, id);
  expect(second?.formerValues).toEqual([
    { field: 'nik', value: '••••', isMasked: true },
    { field: 'phone', value: '••••', isMasked: true },
    { field: 'interests', value: 'welding', isMasked: false },
  ]);
  expect(plain(first?.formerValues)).toEqual({ name: 'Siti Rahayu', isInFormalEducation: 'false' });
  expect(await logOf(id)).toEqual([]);
});

test('who reads the identity of another says why, and the person sees it', async () => {
  const { id, at } = await corrected();
  const silent = await revisions(officer, id);
  expect(silent.codes).toEqual(Array(3).fill('PURPOSE_REQUIRED'));
  const nodes = await nodesOf(officer, id, { purpose: 'AUDIT' });
  expect(plain(nodes[1]?.formerValues)).toMatchObject({ nik: personAt(at).nik });
  expect(await logOf(id)).toEqual([
    { readerId: 'officer', fields: ['revisions.nik', 'revisions.phone'], purpose: 'AUDIT' },
  ]);
});

test('they are for the person and for officers', async () => {
  const [{ id }, other] = [await corrected(), await registered()];
  const reference = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant { revisions(first: 1) { nodes { version } } } } }`;
  const people = [{ __typename: 'Participant', id }];
  expect((await pmo.ask(callerOf(other.id, 'self'), reference, { people })).codes).toEqual(['FORBIDDEN']);
  expect((await pmo.ask(callerOf('bank', 'identity:read'), reference, { people })).codes).toEqual(['FORBIDDEN']);
  expect((await revisions(clerk, id, { first: 101 })).codes).toEqual(['PAGE_SIZE_OUT_OF_RANGE']);
  expect((await revisions(clerk, id, { after: 'siti' })).codes).toEqual(['CURSOR_MALFORMED']);
});

test('pages lead through all of them, and cost the same for one person and for twenty', async () => {
  const { id } = await corrected();
  const first = (await revisions(clerk, id, { first: 2 })).data.participant.revisions;
  expect(first.pageInfo.hasNextPage).toBe(true);
  const next = (await revisions(clerk, id, { first: 2, after: first.pageInfo.endCursor })).data.participant.revisions;
  expect([...first.nodes, ...next.nodes].map(({ version }) => version)).toEqual([3, 2, 1]);
  expect(next.pageInfo.hasNextPage).toBe(false);
  const list = `query ($first: Int!) { participants(first: $first) { nodes {
    revisions(first: 5) { nodes { version formerValues(purpose: SUPPORT) { value } } } } } }`;
  await Promise.all(Array.from({ length: 20 }, corrected));
  const cost = async (count: number) => (await pmo.ask(officer, list, { first: count })).statements;
  // The people, their revisions, their keys, the access log.
  expect([await cost(1), await cost(20)]).toEqual([4, 4]);
});

test('erasing makes the former values unreadable and removes the words; the rest stays', async () => {
  const { id } = await corrected();
  await pmo.ask(
    callerOf('officer', 'participant:erase'),
    `mutation { eraseParticipant(id: "${id}") { refusal { code } } }`,
  );
  const nodes = await nodesOf(officer, id, { purpose: 'AUDIT' });
  expect(nodes.map(({ version, reason, fields, formerValues }) => [version, reason, fields, formerValues])).toEqual([
    [3, '—', ['interests'], null],
    [2, '—', ['nik', 'phone', 'interests'], null],
    [1, '—', ['name', 'isInFormalEducation'], null],
  ]);
});

test('a revision that was moved to another version opens in neither place', async () => {
  const { id } = await corrected();
  const other = await corrected();
  await pool.query('alter table participant_revision disable trigger refuse_change');
  const move = `update participant_revision set sealed = (select sealed from participant_revision where participant_id = $1 and version = 2)
    where participant_id = $1 and version = 1 or participant_id = $2 and version = 2`;
  await pool.query(move, [id, other.id]);
  await pool.query('alter table participant_revision enable trigger refuse_change');
  const ofOne = await revisions(callerOf(id, 'self'), id);
  expect([ofOne.errors.length, ofOne.data.participant.revisions.nodes[2]?.formerValues]).toEqual([1, null]);
  const ofOther = await revisions(callerOf(other.id, 'self'), other.id);
  expect(ofOther.data.participant.revisions.nodes[1]?.formerValues).toBeNull();
});

test('history is added to, never changed, and holds no value in plain', async () => {
  const { id, at } = await corrected();
  const changes = [
    `update participant_revision set fields = '{name}' where participant_id = '${id}'`,
    `update participant_revision set reason = 'Lain.' where participant_id = '${id}'`,
    `delete from participant_revision where participant_id = '${id}'`,
  ];
  expect(await Promise.all(changes.map((text) => pool.query(text).catch(({ code }) => code)))).toEqual(
    Array(3).fill('23001'),
  );
  const tables = ['participant_revision', 'idempotency_key', 'audit_pending', 'attempt', 'participant_identity'];
  const planted = [personAt(at).nik, personAt(at + 5_000).nik, personAt(at).kk, String(at).padStart(8, '0')];
  for (const table of tables) {
    const { rows } = await pool.query<{ text: string }>(`select t::text as text from ${table} as t`);
    const dump = rows.map(({ text }) => text).join('\n');
    const found = planted.filter((value) => dump.includes(value) || dump.includes(Buffer.from(value).toString('hex')));
    expect([table, found]).toEqual([table, []]);
  }
});

test('what cannot be written to the access log is not shown', async () => {
  const { id, at } = await corrected();
  await pool.query('alter table access_log rename to hidden_log');
  try {
    const { data, errors } = await revisions(callerOf(id, 'self'), id);
    expect(errors.length).toBeGreaterThan(0);
    expect(inspect([data, errors], { depth: 12 })).not.toContain(personAt(at).nik);
  } finally {
    await pool.query('alter table hidden_log rename to access_log');
  }
});
