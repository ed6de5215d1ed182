import { Refusal } from './refusal.ts';

/** A table of transitions as a function: answers the new state, or throws the refusal. */
export interface Transition<S extends string> {
  /** @throws Refusal `<NOUN>_TRANSITION_ILLEGAL` when the table does not allow it */
  (from: S, to: S): S;
  /** The refusal of this transition. */
  refusal(from: S, to: S): Refusal;
  /** The states from which `to` is reached, as a list for SQL: `'OPEN', 'CLOSED'`. */
  sqlFrom(to: S): string;
  readonly table: Record<S, readonly `${S}`[]>;
}

/** The table of allowed transitions of `noun`. */
export const transitionsOf = <S extends string>(noun: string, table: Record<S, readonly `${S}`[]>): Transition<S> => {
  const refusal = (from: S, to: S) => {
    const next = table[from].join(', ');
    return new Refusal(`${noun.toUpperCase()}_TRANSITION_ILLEGAL`, {
      en: `A ${noun} that is ${from} cannot become ${to}; ${next ? `it can become ${next}` : 'it stays as it is'}.`,
      id: `Status ${noun} ${from} tidak dapat berubah menjadi ${to}; ${next ? `dapat menjadi ${next}` : 'status ini akhir'}.`,
    });
  };
  const allows = (from: S, to: S) => (table[from] as readonly string[]).includes(to);
  const move = (from: S, to: S): S => {
    if (allows(from, to)) return to;
    throw refusal(from, to);
  };
  const sqlFrom = (to: S) =>
    (Object.keys(table) as S[])
      .filter((from) => allows(from, to))
      .map((from) => `'${from}'`)
      .join(', ');
  return Object.assign(move, { refusal, sqlFrom, table });
};
