import type { FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { findFault, type ValueFault, type ValueLimits } from '../subgraphs/kit/json-value.ts';
import { type Bulk, valueLimits } from './bulk.ts';
import type { StatedError } from './errors.ts';
import { faultTexts, inputError } from './input-error.ts';
import { placeOfVariable } from './input-place.ts';
import { tooLarge } from './limits.ts';
import { type Coerce, createCoerce } from './variables.ts';

type Values = Record<string, unknown>;
export type Inputs = { variables: Values } | { errors: StatedError[] };

/**
 * Checks and completes the variables of one operation.
 * @throws RequestRefusal QUERY_TOO_LARGE
 */
export type ReadInputs = (given: Readonly<Values>) => Inputs;

interface Operation {
  definition: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Coordinates. */
  rootFields(): readonly string[];
}

/** Counts first, since all else takes time for each value; what it compiles, it compiles at its first use. */
export const createReadInputs = (
  { schema, bulk }: { schema: GraphQLSchema; bulk: Bulk },
  operation: Operation,
): ReadInputs => {
  let compiled: { most: ValueLimits; coerce: Coerce } | undefined;
  return (given) => {
    compiled ??= {
      most: valueLimits(bulk, operation.rootFields()),
      coerce: createCoerce(schema, operation.definition),
    };
    const { most, coerce } = compiled;
    const fault = findFault(given, most);
    if (fault) return { errors: [faultError(operation, { fault, most })] };
    const coerced = coerce(given);
    if ('values' in coerced) return { variables: coerced.values };
    return { errors: coerced.faults.map((each) => inputError(each.text, placeOfVariable(operation, each))) };
  };
};

const faultError = (operation: Operation, { fault, most }: { fault: ValueFault; most: ValueLimits }): StatedError => {
  const { what, path } = fault;
  if (what === 'values' || what === 'characters') throw tooLarge(what, most[what]);
  const [name, ...rest] = path;
  return inputError(faultTexts[what], placeOfVariable(operation, { name: String(name), path: rest }));
};
