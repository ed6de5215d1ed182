import { Directive } from 'type-graphql';
import type { Audience } from './audiences.ts';
import { scopes } from './scopes.ts';

const known = new Set(scopes.map(({ name }) => name));

/**
 * Returns a directive: the gateway refuses a caller who holds none of `anyOf`, before this subgraph is asked.
 * @throws Error for a scope that `scopes.ts` does not name
 */
export const requiresScopes = (...anyOf: readonly string[]): string => {
  for (const name of anyOf) if (!known.has(name)) throw new Error(`${name} is no scope of the graph`);
  return `@requiresScopes(scopes: [${anyOf.map((name) => `["${name}"]`).join(', ')}])`;
};

/** Returns a directive with the cost of one object or field, in points; an object costs 1 without it. */
export const cost = (weight: number): string => `@cost(weight: ${weight})`;

/** Returns a directive with the length that the gateway assumes for a list without pages; `first` sizes connections. */
export const listOf = (assumedSize: number): string => `@listSize(assumedSize: ${assumedSize})`;

/** Directive with the cost of a value that names a person, so that nobody reads thousands of them in a minute. */
export const IDENTITY_COST = cost(40);

/**
 * Returns a directive that names the class of the personal data in a field, by article 4 of UU 27/2022: what is
 * specific, such as financial data, is protected most. Dry runs tell it to clients.
 */
export const personalData = (of: 'general' | 'specific'): string => tagOf(`personal-data/${of}`);

/**
 * For `@Directive` on an argument or input field that takes a list in bulk: how many items it takes in one call. The
 * gateway lets the variables of such an operation be larger by so much, and refuses them otherwise.
 */
export const bulk = (items: number): string => `@bulk(items: ${items})`;

/**
 * Decorator of a field, an argument, an input field or a type: who is shown it. A field without one is shown to those who
 * may hold its scopes, so it is for those where that is not right.
 */
export const ShownTo = (...audiences: readonly Audience[]) => {
  // Decorators are written down from the last to the first.
  const directives = audiences.toReversed().map((audience) => Directive(tagOf(audience)));
  return ((...place: Parameters<MethodDecorator>) => {
    for (const decorate of directives) decorate(...place);
  }) as MethodDecorator & PropertyDecorator & ClassDecorator & ParameterDecorator;
};

const tagOf = (name: string) => `@tag(name: "${name}")`;
