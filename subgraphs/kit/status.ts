import { Refusal } from './refusal.ts';

/**
 * The table of allowed transitions of `noun`, as a function that answers the new state.
 * @throws Refusal `<NOUN>_TRANSITION_ILLEGAL` when the table does not allow it
 */
export const transitionsOf =
  <S extends string>(noun: string, table: Record<S, readonly `${S}`[]>) =>
  (from: S, to: S): S => {
    if ((table[from] as readonly string[]).includes(to)) return to;
    throw new Refusal(`${noun.toUpperCase()}_TRANSITION_ILLEGAL`, {
      en: `A ${noun} that is ${from} cannot become ${to}.`,
      id: `Status ${noun} ${from} tidak dapat berubah menjadi ${to}.`,
    });
  };
