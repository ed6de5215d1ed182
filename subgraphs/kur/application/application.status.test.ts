import { expect, test } from 'vitest';
import { openKur } from '../../../tests/testkit/kur.ts';
import { moves, openStatuses, statuses } from './application.status.ts';

const { apply, database } = await openKur();

test('the database and the code have the same table of transitions', async () => {
  const rows = await database.rows<{ from: string; to: string }>(
    `select from_status as "from", to_status as "to" from move where from_status <> 'NONE'`,
  );
  const inCode = statuses.flatMap((from) => moves[from].map((to) => `${from} → ${to}`));
  expect(rows.map(({ from, to }) => `${from} → ${to}`).sort()).toEqual(inCode.sort());
});

test('what is open can be taken back; what is not open stays as it is', () => {
  expect(openStatuses).toEqual(['SUBMITTED', 'UNCHECKED', 'CHECKED', 'HALF_APPROVED']);
  for (const status of openStatuses) expect(moves[status]).toContain('WITHDRAWN');
  expect(statuses.filter((status) => !openStatuses.includes(status))).toEqual(['APPROVED', 'DECLINED', 'WITHDRAWN']);
});

const idOf = async (name: string) => (await apply(name)).application?.id ?? '';
const change = (id: string, number: number, [from, to]: [from: string, to: string]) =>
  database.rows(`insert into change values ($1, $2, $3, $4, now(), 'SYSTEM', null, '{}')`, [id, number, from, to]);

test.each([
  [
    'a status without history',
    (id: string) => database.rows(`update application set status = 'CHECKED' where id = $1`, [id]),
  ],
  [
    'history that says another status',
    (id: string) =>
      change(id, 2, ['SUBMITTED', 'CHECKED']).then(() =>
        database.rows(`update application set status = 'WITHDRAWN' where id = $1`, [id]),
      ),
  ],
  ['a step that the table does not have', (id: string) => change(id, 2, ['SUBMITTED', 'APPROVED'])],
  ['a step that begins elsewhere', (id: string) => change(id, 2, ['CHECKED', 'APPROVED'])],
  ['a second beginning', (id: string) => change(id, 2, ['NONE', 'SUBMITTED'])],
  ['a gap', (id: string) => change(id, 3, ['SUBMITTED', 'CHECKED'])],
  [
    'a change of history',
    (id: string) => database.rows(`update change set reasons = '{X}' where application_id = $1`, [id]),
  ],
  ['forgetting history', (id: string) => database.rows('delete from change where application_id = $1', [id])],
  ['forgetting all of it', () => database.rows('truncate change')],
])('the database refuses %s', async (name, wrong) => {
  const id = await idOf(name);
  await expect(wrong(id)).rejects.toThrow(/append-only|without history|foreign key|does not follow/);
});
