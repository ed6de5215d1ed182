import { beforeAll, expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { eraser } from '../../kit/erasure.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { note } from './note.feature.ts';

const pmo = await openPmo();
const officerId = uuidv7();
const officer = callerOf(officerId, 'wave:manage');
const ADD = `mutation ($number: Int!, $text: String!, $key: String!) {
  addWaveNote(number: $number, text: $text, idempotencyKey: $key) { note { id text } refusal { code path } }
}`;
const READ = `query ($after: String) { wave(number: 1) { notes(first: 2, after: $after) {
  nodes { text writtenAt } pageInfo { endCursor hasNextPage } } } }`;

interface AddAnswer {
  addWaveNote: { note: { id: string; text: string } | null; refusal: { code: string } | null };
}

const add = async (text: string, { number = 1, key = crypto.randomUUID() as string, as = officer } = {}) =>
  (await pmo.ask<AddAnswer>(as, ADD, { number, text, key })).data.addWaveNote;

beforeAll(async () => {
  await pmo.database.pool.query(
    `insert into wave (number, status, policy_version, is_synthetic) values (1, 'OPEN', '2023', true)`,
  );
});

test('an officer writes a note, once for each key, and everyone reads it, newest first', async () => {
  const key = crypto.randomUUID();
  const first = await add('  The draw is on Friday.  ', { key });
  expect(first).toMatchObject({ note: { text: 'The draw is on Friday.' }, refusal: null });
  expect((await add('  The draw is on Friday.  ', { key })).note?.id).toBe(first.note?.id);
  pmo.clock.advance(1_000);
  await add('The draw is on Monday.');
  pmo.clock.advance(1_000);
  await add('The draw was held.');
  const { data, statements } = await pmo.askAnonymously<{
    wave: { notes: { nodes: { text: string }[]; pageInfo: { endCursor: string } } };
  }>(READ);
  expect(data.wave.notes.nodes.map(({ text }) => text)).toEqual(['The draw was held.', 'The draw is on Monday.']);
  expect(statements).toBe(2);
  const rest = await pmo.askAnonymously<typeof data>(READ, { after: data.wave.notes.pageInfo.endCursor });
  expect(rest.data.wave.notes.nodes.map(({ text }) => text)).toEqual(['The draw is on Friday.']);
});

test.each([
  ['NOTE_MALFORMED', () => add('no')],
  ['NOTE_MALFORMED', () => add('x'.repeat(1_001))],
  ['WAVE_UNKNOWN', () => add('A note.', { number: 77 })],
  ['FORBIDDEN', () => add('A note.', { as: callerOf(uuidv7(), 'self participant:read') })],
  ['IDEMPOTENCY_KEY_MALFORMED', () => add('A note.', { key: 'short' })],
])('%s is an answer, and writes nothing', async (code, attempt) => {
  const count = async () => (await pmo.database.pool.query('select from wave_note')).rowCount;
  const before = await count();
  expect((await attempt()).refusal?.code).toBe(code);
  expect(await count()).toBe(before);
});

test('an author who is erased is no longer named, and the note stays', async () => {
  expect((await pmo.database.pool.query('select distinct author_id from wave_note')).rows).toEqual([
    { author_id: officerId },
  ]);
  const erase = eraser(pmo.services);
  await pmo.database.orm.em.fork().transactional((em) => erase(em, { participants: [officerId] }));
  const { rows } = await pmo.database.pool.query('select author_id from wave_note group by 1');
  expect(rows).toEqual([{ author_id: null }]);
  for (const { sql } of note.invariants) expect((await pmo.database.pool.query(sql)).rows).toEqual([]);
});
