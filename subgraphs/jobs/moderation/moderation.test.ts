import { expect, test } from 'vitest';
import { brokenByHand } from '../../../tests/testkit/broken-by-hand.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import { cahaya, lestari, openPublishing, publisherOf, sentVacancy } from '../../../tests/testkit/vacancies.ts';
import { jobs } from '../features.ts';

const { database, ask, upsert, publish, facts, clock } = await openPublishing();
const { pool } = database;

const officer = callerOf('officer', 'vacancy:moderate');
const seeker = (number: number) => callerOf(idOf(1_000 + number), 'self');

const feeText = 'Melayani pelanggan kedai. Pelamar membayar biaya administrasi Rp 50.000.';

interface Vacancy {
  isHeld: boolean;
  version: number;
  flags: { kind: string; words: string }[] | null;
}

const read = async (id: string, caller = publisherOf(lestari)) => {
  const source = 'query ($id: ID!) { vacancy(id: $id) { isHeld version flags { kind words } } }';
  return (await ask<{ vacancy: Vacancy | null }>(caller, source, { id })).data.vacancy;
};

const isShown = async (id: string) => (await read(id, seeker(0))) !== null;

const decide = async (vacancy: string, isApproved: boolean, { version = 1, reason = 'Sudah diperiksa.' } = {}) => {
  const source = `mutation ($vacancy: ID!, $version: Int!, $isApproved: Boolean!, $reason: String) {
    decideVacancy(vacancy: $vacancy, version: $version, isApproved: $isApproved, reason: $reason) {
      decision { isApproved } refusal { code } } }`;
  type Answer = { decideVacancy: { decision: object | null; refusal: { code: string } | null } };
  const { data } = await ask<Answer>(officer, source, { vacancy, version, isApproved, reason });
  return data.decideVacancy.refusal?.code ?? 'DECIDED';
};

const report = async (vacancy: string, number: number, text: string | null = null) => {
  const source = `mutation ($vacancy: ID!, $text: String) {
    reportVacancy(vacancy: $vacancy, reason: FEE_ASKED, text: $text) { report { id } refusal { code } } }`;
  type Answer = { reportVacancy: { report: object | null; refusal: { code: string } | null } };
  const { data } = await ask<Answer>(seeker(number), source, { vacancy, text });
  return data.reportVacancy.refusal?.code ?? 'REPORTED';
};

const problemsOf = async () => {
  const source = '{ portal { problems(first: 100) { nodes { code source reference example } } } }';
  type Answer = { portal: { problems: { nodes: { code: string; source: string; reference: string }[] } } };
  const { nodes } = (await ask<Answer>(publisherOf(lestari), source)).data.portal.problems;
  return (reference: string) => nodes.filter((node) => node.reference === reference).map(({ code }) => code);
};

test('flagged words hold a vacancy, and its portal and officers alone see it, with the words', async () => {
  const id = await publish('F-1', { description: feeText });
  expect(await isShown(id)).toBe(false);
  expect(await read(id)).toEqual({
    isHeld: true,
    version: 1,
    flags: [{ kind: 'FEE', words: 'membayar biaya administrasi rp' }],
  });
  expect(await read(id, officer)).toMatchObject({ flags: [{ words: 'membayar biaya administrasi rp' }] });
  expect((await problemsOf())('F-1')).toEqual(['FEE']);
  const { data } = await ask(officer, '{ heldVacancies(first: 5) { nodes { id flags { kind } } } }');
  expect(data).toMatchObject({ heldVacancies: { nodes: [{ id, flags: [{ kind: 'FEE' }] }] } });
  expect(await facts()).toContainEqual({
    organization: lestari,
    type: 'vacancy.held',
    data: { vacancy: id, reference: 'F-1', flags: [{ kind: 'FEE', words: 'membayar biaya administrasi rp' }] },
  });
});

test('what an officer has approved is shown, and the same words hold it no more', async () => {
  const id = await publish('F-2', { description: feeText });
  expect(await decide(id, true)).toBe('DECIDED');
  expect(await isShown(id)).toBe(true);
  expect((await problemsOf())('F-2')).toEqual([]);
  await upsert([sentVacancy('F-2', { description: `${feeText} Segera.` })]);
  expect(await read(id)).toEqual({ isHeld: false, version: 2, flags: [] });
  await upsert([sentVacancy('F-2', { description: `${feeText} Khusus wanita.` })]);
  expect(await read(id)).toMatchObject({ isHeld: true, version: 3 });
});

test('what was rejected stays held, and other content waits for a decision', async () => {
  const id = await publish('F-3', { description: feeText });
  expect(await decide(id, false, { reason: 'Memungut biaya.' })).toBe('DECIDED');
  expect((await problemsOf())('F-3')).toEqual(['VACANCY_REJECTED']);
  expect(await decide(id, true)).toBe('VACANCY_NOT_HELD');
  await upsert([sentVacancy('F-3')]);
  expect(await read(id)).toEqual({
    isHeld: true,
    version: 2,
    flags: [{ kind: 'REJECTED_BEFORE', words: 'Memungut biaya.' }],
  });
  expect(await decide(id, true)).toBe('VACANCY_VERSION_CHANGED');
  expect(await decide(id, true, { version: 2 })).toBe('DECIDED');
  expect(await isShown(id)).toBe(true);
  const told = (await facts()).filter(({ data }) => data.reference === 'F-3').map(({ type }) => type);
  expect(told).toEqual(['vacancy.held', 'vacancy.decided', 'vacancy.held', 'vacancy.decided']);
});

test('mended words show a vacancy that nobody has decided about', async () => {
  const id = await publish('F-4', { description: feeText });
  await upsert([sentVacancy('F-4')]);
  expect(await read(id)).toEqual({ isHeld: false, version: 2, flags: [] });
  expect((await problemsOf())('F-4')).toEqual([]);
});

test('three people who report a vacancy hold it; each reports once', async () => {
  const id = await publish('R-1');
  expect(await report(id, 1, 'Diminta transfer uang dahulu.')).toBe('REPORTED');
  expect(await report(id, 1)).toBe('VACANCY_ALREADY_REPORTED');
  expect(await report(id, 2)).toBe('REPORTED');
  expect(await isShown(id)).toBe(true);
  expect(await report(id, 3)).toBe('REPORTED');
  expect(await isShown(id)).toBe(false);
  expect(await report(id, 4)).toBe('VACANCY_NOT_SHOWN');
  expect((await problemsOf())('R-1')).toEqual(['REPORTED']);
  const source = 'query ($id: ID!) { vacancy(id: $id) { reports(first: 10) { nodes { reason text } } } }';
  const { data } = await ask<{ vacancy: { reports: { nodes: object[] } } }>(officer, source, { id });
  expect(data.vacancy.reports.nodes).toHaveLength(3);
  expect((await ask(publisherOf(lestari), source, { id })).codes).toEqual(['FORBIDDEN']);
  // Other content does not shake off reports.
  await upsert([sentVacancy('R-1', { title: 'Barista lain' })]);
  expect(await read(id)).toMatchObject({ isHeld: true, version: 2 });
  expect(await decide(id, true, { version: 2 })).toBe('DECIDED');
  expect(await isShown(id)).toBe(true);
  // Reports that were decided about count no more.
  await report(id, 5);
  expect(await isShown(id)).toBe(true);
});

test('reports at once hold a vacancy at the third, not later', async () => {
  const id = await publish('R-2');
  const outcomes = await Promise.all([11, 12, 13, 14, 15].map((number) => report(id, number)));
  expect(outcomes.filter((outcome) => outcome === 'REPORTED')).toHaveLength(3);
  expect(outcomes.filter((outcome) => outcome === 'VACANCY_NOT_SHOWN')).toHaveLength(2);
  expect(await read(id)).toMatchObject({ isHeld: true, flags: [{ kind: 'REPORTED', words: '3 reports' }] });
});

test('ten reports of one person in a day are enough, also at once', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, (_, index) => publish(`T-${index}`)));
  const outcomes = await Promise.all(ids.map((id) => report(id, 21)));
  expect(outcomes.filter((outcome) => outcome === 'REPORTED')).toHaveLength(10);
  expect(outcomes.filter((outcome) => outcome === 'TOO_MANY_VACANCY_REPORTS')).toHaveLength(2);
});

test.each([
  ['a text of nine characters', 'REPORT_TEXT_MALFORMED', (id: string) => report(id, 31, 'Penipuan!')],
  ['no vacancy', 'VACANCY_NOT_SHOWN', () => report('nonsense', 31)],
  ['an unknown vacancy', 'VACANCY_NOT_SHOWN', () => report(idOf(98), 31)],
  ['a decision about what is not held', 'VACANCY_NOT_HELD', (id: string) => decide(id, true)],
  ['a decision about nothing', 'VACANCY_NOT_HELD', () => decide('nonsense', true)],
  ['a rejection without a reason', 'DECISION_REASON_MALFORMED', (id: string) => decide(id, false, { reason: ' ' })],
])('%s is refused as %s', async (what, code, call) => {
  expect(await call(await publish(`B-${what.length}`))).toBe(code);
});

test('only participants report, only officers decide and read what is held, and other portals see no flags', async () => {
  const id = await publish('N-1');
  const reporting = 'mutation ($id: ID!) { reportVacancy(vacancy: $id, reason: OTHER) { refusal { code } } }';
  expect((await ask(publisherOf(lestari), reporting, { id })).data).toMatchObject({
    reportVacancy: { refusal: { code: 'FORBIDDEN' } },
  });
  const deciding =
    'mutation ($id: ID!) { decideVacancy(vacancy: $id, version: 1, isApproved: true) { refusal { code } } }';
  expect((await ask(publisherOf(lestari), deciding, { id })).data).toMatchObject({
    decideVacancy: { refusal: { code: 'FORBIDDEN' } },
  });
  expect((await ask(publisherOf(lestari), '{ heldVacancies(first: 1) { nodes { id } } }')).codes).toEqual([
    'FORBIDDEN',
  ]);
  const open = await publish('N-2');
  expect(await read(open, publisherOf(cahaya))).toMatchObject({ flags: null });
  const problems = 'query ($id: ID!) { portal(id: $id) { problems(first: 1) { nodes { code } } } }';
  expect((await ask(publisherOf(cahaya), problems, { id: lestari })).data).toEqual({ portal: { problems: null } });
});

test('two officers at once decide once', async () => {
  const id = await publish('Z-1', { description: feeText });
  const outcomes = await Promise.all([decide(id, true), decide(id, false), decide(id, true)]);
  expect(outcomes.filter((outcome) => outcome === 'DECIDED')).toHaveLength(1);
  const { rows } = await pool.query('select count(*)::int as count from vacancy_decision where vacancy_id = $1', [id]);
  expect(rows).toEqual([{ count: 1 }]);
});

test('the invariants hold after all of it, and each is broken by hand', async () => {
  expect(clock.now()).toBeInstanceOf(Date);
  const broken = await brokenByHand(pool, jobs, [
    `insert into vacancy_skill (vacancy_id, skill_code, is_open, portal_id)
      select (select id from vacancy limit 1), 'skill-' || number, true, '${lestari}' from generate_series(1, 11) as number`,
    `update vacancy set held_at = now() where reference = 'N-2'`,
    `update employer set portal_id = '${cahaya}' where portal_id = '${lestari}'`,
    `update portal set name = null where id = '${lestari}'`,
  ]);
  expect(broken.filter((name) => /vacancy|moderation/.test(name))).toEqual([
    'a vacancy asks for at most ten skills',
    'what moderation holds has a flag that says why',
    'a vacancy and its employer are of one portal',
    'a vacancy is of a registered job portal',
    'every open vacancy is matched by each of its skills, and no other is',
  ]);
});
