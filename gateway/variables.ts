import { type GraphQLSchema, isInputType, type OperationDefinitionNode, typeFromAST, valueFromAST } from 'graphql';
import type { Text } from '../subgraphs/kit/language.ts';
import { type Coercer, Coercion, coercerOf, missing, type ValueFault } from './coercion.ts';

type Values = Record<string, unknown>;

/** What is wrong with one value of one variable. */
export interface VariableFault extends ValueFault {
  name: string;
}

export type CoercionResult = { values: Values } | { faults: VariableFault[] };
/** Values as the subgraphs get them: what was given, with the defaults of the schema and the operation. */
export type Coerce = (given: Readonly<Values>) => CoercionResult;

interface Definition {
  name: string;
  coerce: Coercer;
  /** Undefined when there is none. */
  fallback: unknown;
  /** Undefined when it may be left out. */
  whenMissing: Text | undefined;
}

/** Coerces the variables of one operation, which is valid, as the specification has it. */
export const createCoerce = (schema: GraphQLSchema, { variableDefinitions = [] }: OperationDefinitionNode): Coerce => {
  const definitions = variableDefinitions.map(({ variable, type: node, defaultValue }): Definition => {
    const name = variable.name.value;
    const type = typeFromAST(schema, node);
    if (!isInputType(type)) throw new Error(`$${name} has no input type, though it was validated`);
    const fallback = valueFromAST(defaultValue, type);
    return { name, coerce: coercerOf(type), fallback, whenMissing: missing(`Variable "$${name}"`, type) };
  });
  return (given) => {
    const values: Values = Object.create(null);
    const faults: VariableFault[] = [];
    const coercion = new Coercion();
    for (const { name, coerce, fallback, whenMissing } of definitions) {
      if (coercion.isOver) break;
      if (Object.hasOwn(given, name)) values[name] = coerce(given[name], coercion);
      else if (fallback !== undefined) values[name] = fallback;
      else if (whenMissing !== undefined) coercion.fault(whenMissing);
      for (const fault of coercion.faults.slice(faults.length)) faults.push({ ...fault, name });
    }
    return faults.length > 0 ? { faults } : { values };
  };
};
