import { nameOf } from './columns.ts';

/** Reads a choice by the names that files give it; the name of the choice itself is one. */
export const choicesOf = (choices: Record<string, readonly string[]>) => {
  const byName = new Map(
    Object.entries(choices).flatMap(([choice, names]) => [nameOf(choice), ...names].map((name) => [name, choice])),
  ) as ReadonlyMap<string, string>;
  return (text: string): string | undefined => byName.get(nameOf(text));
};
