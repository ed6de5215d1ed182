import type { Transition } from './status.ts';

/** Rows that change their state, and to which one. */
export interface Move<S extends string> {
  /** The one state that is left; every state that leads there when it is left out. */
  from?: `${S}`;
  /** The new state. Where rows part ways: each new state with its condition, in the order in which they are tried. */
  to: `${S}` | { [To in S as `${To}`]?: string };
  /** What the rows are joined with, as after `from`. */
  using?: string;
  where: string;
}

/**
 * Returns how statements that move rows of `table` are written, each from states that lead to the new one.
 * @throws Refusal at the start of the process, for a move that the table of transitions does not have
 */
export const movesOf =
  <S extends string>(table: string, transition: Transition<S>) =>
  ({ from, to, using, where }: Move<S>): string => {
    const ways = typeof to === 'string' ? [[to, 'true']] : Object.entries<string | undefined>(to);
    const states = ways.map(([state]) => state as S);
    const left = from === undefined ? states.map(transition.sqlFrom).join(', ') : `'${from}'`;
    if (from !== undefined) for (const state of states) transition(from as S, state);
    const [, ...others] = ways;
    const cases = ways.map(([state, condition]) => `when ${condition} then '${state}'`).join(' ');
    const status = others.length === 0 ? `'${states[0]}'` : `case ${cases} end`;
    const joined = using === undefined ? '' : ` from ${using}`;
    return `update ${table} set status = ${status}${joined} where ${where} and ${table}.status in (${left})`;
  };

/**
 * Statements after which the database refuses every other move of `table`. For a migration, which keeps its own copy of
 * the moves: it is not edited when the table of transitions is; a test compares them.
 */
export const refuseOtherMoves = (table: string, moves: readonly string[]): string[] => {
  const pairs = moves.map((move) => `('${move.replace('>', "', '")}')`).join(', ');
  return [
    `create function refuse_${table}_move() returns trigger language plpgsql as $$
      begin
        raise exception 'a ${table} that is % cannot become %', old.status, new.status using errcode = 'restrict_violation';
      end $$`,
    // After the row, since a trigger before it would lock each row once more; a legal move calls nothing.
    `create trigger refuse_move after update of status on ${table} for each row
      when (old.status is distinct from new.status and (old.status, new.status) not in (${pairs}))
      execute function refuse_${table}_move()`,
  ];
};
