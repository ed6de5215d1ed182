import { expect, test } from 'vitest';
import { transitionsOf } from './status.ts';
import { movesOf } from './status-sql.ts';

type Light = 'RED' | 'GREEN' | 'DARK';

const move = movesOf<Light>(
  'light',
  transitionsOf<Light>('light', { RED: ['GREEN'], GREEN: ['RED', 'DARK'], DARK: ['RED'] }),
);

test('a move leaves the states that lead to the new one', () => {
  expect(move({ to: 'RED', where: 'id = $1' })).toBe(
    `update light set status = 'RED' where id = $1 and light.status in ('GREEN', 'DARK')`,
  );
});

test('a move of joined rows can leave one state, and part ways', () => {
  expect(
    move({ from: 'GREEN', to: { RED: 'is_late', DARK: 'true' }, using: 'seen', where: 'light.id = seen.id' }),
  ).toBe(
    `update light set status = case when is_late then 'RED' when true then 'DARK' end from seen` +
      ` where light.id = seen.id and light.status in ('GREEN')`,
  );
});

test('a move that the table does not have is refused before it is written', () => {
  expect(() => move({ from: 'RED', to: 'DARK', where: 'true' })).toThrow(
    'A light that is RED cannot become DARK; it can become GREEN.',
  );
});
