import { readFile } from 'node:fs/promises';
import type { Denial } from './denial.ts';
import type { Guard } from './guard.ts';

/** Names of who may hold each scope, by scope. */
export type ScopeHolders = ReadonlyMap<string, readonly string[]>;

/** One set of scopes that would do. */
interface SufficientScopes {
  scopes: readonly string[];
  missing: readonly string[];
  /** Who may hold all of them; empty where nobody may. */
  heldBy: readonly string[];
}

export interface MissingScopes {
  field: string;
  /** Whether there is no token at all. */
  lacksToken: boolean;
  /** Any of them would do; empty where a token is enough. */
  anyOf: SufficientScopes[];
}

/** Reads the JSON of an object: scope → names of those who may hold it. */
export const readScopeHolders = async (file: string): Promise<ScopeHolders> =>
  new Map(Object.entries(JSON.parse(await readFile(file, 'utf8')) as Record<string, string[]>));

/** One entry for each rule of each field that the caller may not see. */
export const missingScopes = (denial: Denial | undefined, holders: ScopeHolders): MissingScopes[] =>
  denial === undefined ? [] : [...denial.denied].flatMap((guard) => missingFor(guard, denial, holders));

const missingFor = (
  { coordinate: field, rules }: Guard,
  { caller }: Denial,
  holders: ScopeHolders,
): MissingScopes[] => {
  const lacksToken = caller.isAnonymous;
  const entries = rules.flatMap((rule): MissingScopes[] => {
    if (!lacksToken && rule.some((all) => all.every((scope) => caller.can(scope)))) return [];
    const anyOf = rule.filter((all) => all.length > 0).map((scopes) => sufficient(scopes, caller, holders));
    return [{ field, lacksToken, anyOf }];
  });
  return entries;
};

const sufficient = (scopes: readonly string[], caller: Denial['caller'], holders: ScopeHolders): SufficientScopes => {
  const [first = [], ...others] = scopes.map((scope) => holders.get(scope) ?? []);
  return {
    scopes,
    missing: scopes.filter((scope) => !caller.can(scope)),
    heldBy: first.filter((role) => others.every((each) => each.includes(role))),
  };
};
