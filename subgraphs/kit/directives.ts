import { scopes } from './scopes.ts';

const known = new Set(scopes.map(({ name }) => name));

/**
 * For `@Directive`: the gateway refuses a caller who holds none of `anyOf`, before this subgraph is asked.
 * @throws Error for a scope that `scopes.ts` does not name
 */
export const requiresScopes = (...anyOf: readonly string[]): string => {
  for (const name of anyOf) if (!known.has(name)) throw new Error(`${name} is no scope of the graph`);
  return `@requiresScopes(scopes: [${anyOf.map((name) => `["${name}"]`).join(', ')}])`;
};

/** For `@Directive`: what one of it costs, in points; an object costs 1 otherwise. */
export const cost = (weight: number): string => `@cost(weight: ${weight})`;

/** For `@Directive` on a list without pages: how long the gateway takes it to be. Connections are sized by `first`. */
export const listOf = (assumedSize: number): string => `@listSize(assumedSize: ${assumedSize})`;

/** For `@Directive`: what one value that names a person costs, so that nobody takes those of thousands in a minute. */
export const IDENTITY_COST = cost(40);

/**
 * For `@Directive` on an argument or input field that takes a list in bulk: how many items it takes in one call. The
 * gateway lets the variables of such an operation be larger by so much, and refuses them otherwise.
 */
export const bulk = (items: number): string => `@bulk(items: ${items})`;
