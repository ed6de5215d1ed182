import type { GraphQLError } from 'graphql';
import type { Caller } from './caller.ts';
import { allows, type Guard, refusalOf } from './guard.ts';
import type { PreparedOperation } from './operation.ts';
import { isIncluded } from './shape.ts';

/** What one caller may not see of an operation. */
export interface Denial {
  caller: Caller;
  denied: ReadonlySet<Guard>;
}

/** Undefined when the caller may see all of it. */
export const denialOf = ({ guards }: PreparedOperation, caller: Caller): Denial | undefined => {
  const denied = guards.filter((guard) => !allows(guard, caller));
  return denied.length === 0 ? undefined : { caller, denied: new Set(denied) };
};

/** Refusals that leave no data at all. A mutation is not executed when part of it is refused. */
export const refusalsAtRoot = (
  { shape, definition }: PreparedOperation,
  { caller, denied, variables }: Denial & { variables: Record<string, unknown> },
): GraphQLError[] => {
  const refused = (shape.fieldsOf('')?.fields ?? []).filter(
    ({ guard, conditions }) => guard && denied.has(guard) && isIncluded(conditions, variables),
  );
  const isFinal = definition.operation !== 'query' || refused.some(({ value }) => value.isNonNull);
  if (!isFinal) return [];
  return refused.flatMap(({ guard, key }) => (guard ? [refusalOf(guard, caller, [key])] : []));
};
