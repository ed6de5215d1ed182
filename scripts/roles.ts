import { roles as names, scopesOf } from '../subgraphs/kit/scopes.ts';

/** Who a developer can be on the default run, and the scopes that the token then holds. */
export const roles: Record<string, readonly string[]> = Object.fromEntries(names.map((role) => [role, scopesOf(role)]));
