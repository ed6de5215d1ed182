import type { Pool } from 'pg';
import { expect } from 'vitest';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { Transition } from '../../subgraphs/kit/status.ts';

/** A table whose moves are tried: `insert` takes an id and a state as $1 and $2, and so does `update`. */
interface MovedTable {
  insert: string;
  update: string;
  transition: Transition<never>;
}

/** Tries every move between two states; returns those that the database lets pass. */
const movesOfDatabase = async (pool: Pool, { insert, update, transition }: MovedTable): Promise<string[]> => {
  const states = Object.keys(transition.table);
  const passed: string[] = [];
  for (const from of states) {
    for (const to of states.filter((state) => state !== from)) {
      const id = uuidv7();
      await pool.query(insert, [id, from]);
      const move = pool.query(update, [id, to]);
      const error = await move.then(
        () => null,
        (reason: { code: string; message: string }) => reason,
      );
      if (error === null) passed.push(`${from} to ${to}`);
      else
        expect(error).toMatchObject({
          code: '23001',
          message: expect.stringContaining(`that is ${from} cannot become ${to}`),
        });
    }
  }
  return passed;
};

const allowed = ({ table }: Transition<never>): string[] =>
  Object.entries<readonly string[]>(table).flatMap(([from, all]) => all.map((to) => `${from} to ${to}`));

/** Expects that the database lets rows move as the table of transitions does, and not otherwise. */
export const expectMovesOf = async (pool: Pool, moved: MovedTable): Promise<void> => {
  expect((await movesOfDatabase(pool, moved)).toSorted()).toEqual(allowed(moved.transition).toSorted());
};
