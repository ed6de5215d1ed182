import { nameOf } from './columns.ts';

/** Choices by the names that files give them; the name of a choice itself is one. */
export const namesOf = (choices: Record<string, readonly string[]>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(choices).flatMap(
      ([choice, names]) =>
        [[nameOf(choice), choice], ...names.map((name) => [name, choice] as const)] as [string, string][],
    ),
  );
