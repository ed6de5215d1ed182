import { expect, test } from 'vitest';
import { clientOf } from '../../../tests/testkit/catalogue.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import {
  cahaya,
  dayAfter,
  lestari,
  openPublishing,
  publisherOf,
  sentVacancy,
} from '../../../tests/testkit/vacancies.ts';

const { database, ask, clock, services, upsert, publish } = await openPublishing();
const { pool } = database;

type Mutation = 'pauseVacancy' | 'resumeVacancy' | 'closeVacancy';
type Answer = Record<Mutation, { vacancy: { status: string } | null; refusal: { code: string } | null }>;

const move = async (mutation: Mutation, id: string, { caller = publisherOf(lestari), args = '' } = {}) => {
  const source = `mutation ($id: ID!) { ${mutation}(vacancy: $id${args}) { vacancy { status } refusal { code } } }`;
  const { data } = await ask<Answer>(caller, source, { id });
  return data[mutation].refusal?.code ?? data[mutation].vacancy?.status;
};

test('a vacancy is paused, resumed, closed, and filled', async () => {
  const id = await publish('A-1');
  expect(await move('resumeVacancy', id)).toBe('OPEN');
  expect(await move('pauseVacancy', id)).toBe('PAUSED');
  expect(await move('pauseVacancy', id)).toBe('PAUSED');
  expect(await move('resumeVacancy', id)).toBe('OPEN');
  expect(await move('closeVacancy', id)).toBe('CLOSED');
  expect(await move('resumeVacancy', id)).toBe('VACANCY_TRANSITION_ILLEGAL');
  expect(await move('closeVacancy', id, { args: ', isFilled: true' })).toBe('VACANCY_TRANSITION_ILLEGAL');
  const other = await publish('A-2');
  expect(await move('closeVacancy', other, { args: ', isFilled: true' })).toBe('FILLED');
  expect(await move('pauseVacancy', other)).toBe('VACANCY_TRANSITION_ILLEGAL');
});

test('a file from before a closing does not open the vacancy again, a newer one does', async () => {
  const before = clock.now();
  const id = await publish('F-1');
  await move('closeVacancy', id);
  const old = await upsert([sentVacancy('F-1', { title: 'Barista lama' })], { writtenAt: before });
  expect(old.results?.[0]?.outcome).toBe('OUTDATED');
  const fresh = await upsert([sentVacancy('F-1')]);
  expect(fresh.results?.[0]).toMatchObject({ outcome: 'UPDATED', vacancy: { status: 'OPEN' } });
});

test('only its portal moves a vacancy', async () => {
  const id = await publish('O-1');
  expect(await move('closeVacancy', id, { caller: publisherOf(cahaya) })).toBe('VACANCY_UNKNOWN');
  expect(await move('closeVacancy', id, { caller: clientOf(lestari, 'alumni:search') })).toBe('FORBIDDEN');
  expect(await move('closeVacancy', idOf(99))).toBe('VACANCY_UNKNOWN');
  expect(await move('closeVacancy', 'nonsense')).toBe('VACANCY_UNKNOWN');
});

test('a vacancy closes when its last day in Jakarta is over, and not before', async () => {
  const id = await publish('E-1', { openUntil: dayAfter(0) });
  const paused = await publish('E-2', { openUntil: dayAfter(0) });
  await move('pauseVacancy', paused);
  const later = await publish('E-3', { openUntil: dayAfter(5) });
  const statuses = async () =>
    (
      await pool.query('select status from vacancy where id = any($1) order by reference', [[id, paused, later]])
    ).rows.map(({ status }) => status);
  await services.states.expire(database.orm.em.fork());
  expect(await statuses()).toEqual(['OPEN', 'PAUSED', 'OPEN']);
  clock.advance(86_400_000);
  expect(await move('resumeVacancy', paused)).toBe('VACANCY_OVER');
  const closed = await Promise.all([1, 2, 3].map(() => services.states.expire(database.orm.em.fork())));
  expect(closed.reduce((sum, count) => sum + count, 0)).toBe(2);
  expect(await statuses()).toEqual(['CLOSED', 'CLOSED', 'OPEN']);
});

test('while its portal is suspended a vacancy is shown nowhere and nothing of it changes', async () => {
  const id = await publish('X-1', { requirements: [{ skill: 'welding' }] });
  const shown = async () => {
    const source = `query ($id: ID!, $portal: ID!) { vacancy(id: $id) { id } vacancies(first: 100) { nodes { id } }
      portal(id: $portal) { isSuspended vacancies(first: 100) { nodes { id } } }
      _entities(representations: [{ __typename: "Skill", code: "welding" }, { __typename: "Vacancy", id: "${id}" }]) {
        ... on Skill { vacancies(first: 10) { nodes { id } } } ... on Vacancy { id } } }`;
    const { data, errors } = await ask(publisherOf(cahaya), source, { id, portal: lestari });
    expect(errors).toEqual([]);
    return JSON.stringify(data).split(id).length - 1;
  };
  expect(await shown()).toBe(5);
  await pool.query('update portal set is_suspended = true where id = $1', [lestari]);
  expect(await shown()).toBe(0);
  expect(await move('closeVacancy', id)).toBe('OWN_PORTAL_SUSPENDED');
  expect((await upsert([sentVacancy('X-2')])).results).toBeNull();
  await pool.query('update portal set is_suspended = false where id = $1', [lestari]);
  expect(await shown()).toBe(5);
});

test('closing, pausing and sending at once end in one legal state', async () => {
  const id = await publish('RACE');
  await Promise.all([
    move('pauseVacancy', id),
    move('closeVacancy', id),
    upsert([sentVacancy('RACE', { title: 'Barista balapan' })]),
    move('closeVacancy', id, { args: ', isFilled: true' }),
  ]);
  const { rows } = await pool.query(
    `select status, (select array_agg(distinct is_open) from vacancy_skill where vacancy_id = id) as open, is_open
      from vacancy where id = $1`,
    [id],
  );
  expect(['PAUSED', 'CLOSED', 'FILLED', 'OPEN']).toContain(rows[0].status);
  expect(rows[0].open).toEqual([rows[0].is_open]);
});
