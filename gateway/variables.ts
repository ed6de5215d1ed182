import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromAST,
} from 'graphql';
import { variableFault } from './input-leaf.ts';
import { limits } from './limits.ts';

type Values = Record<string, unknown>;
type Path = readonly (string | number)[];

/** What is wrong with one value of one variable. */
export interface VariableFault {
  message: string;
  name: string;
  path: Path;
}

export type Coerced = { values: Values } | { faults: VariableFault[] };
/** Values as the subgraphs get them: what was given, with the defaults of the schema and the operation. */
export type Coerce = (given: Readonly<Values>) => Coerced;

interface Definition {
  name: string;
  type: GraphQLInputType;
  /** Undefined when there is none. */
  fallback: unknown;
}

/**
 * Coercion as the specification has it, but leaves stay as they were sent, since they go on as JSON, and the faults are
 * as few and as short as their reader needs. GraphQL's own repeats the whole value in each of them.
 */
export const createCoerce = (schema: GraphQLSchema, { variableDefinitions = [] }: OperationDefinitionNode): Coerce => {
  const definitions = variableDefinitions.map((node): Definition => {
    const type = typeFromAST(schema, node.type);
    if (!isInputType(type)) throw new Error(`${node.variable.name.value} has no input type, though it was validated`);
    return { name: node.variable.name.value, type, fallback: valueFromAST(node.defaultValue, type) };
  });
  return (given) => {
    const coercion = new Coercion();
    const values: Values = Object.create(null);
    for (const definition of definitions) {
      if (coercion.isOver) break;
      const value = coercion.variable(definition, given);
      if (value !== undefined) values[definition.name] = value;
    }
    return coercion.faults.length > 0 ? { faults: coercion.faults } : { values };
  };
};

class Coercion {
  readonly faults: VariableFault[] = [];
  readonly #path: (string | number)[] = [];
  #name = '';

  get isOver(): boolean {
    return this.faults.length >= limits.inputErrors;
  }

  variable({ name, type, fallback }: Definition, given: Readonly<Values>): unknown {
    this.#name = name;
    if (Object.hasOwn(given, name)) return this.#value(given[name], type);
    if (fallback !== undefined) return fallback;
    if (isNonNullType(type)) this.#fault(`Variable "$${name}" of required type "${type}" was not provided.`);
    return undefined;
  }

  #value(value: unknown, type: GraphQLInputType): unknown {
    if (isNonNullType(type)) {
      if (value === null) return this.#fault(`Expected value of type "${type}".`);
      return this.#value(value, type.ofType as GraphQLInputType);
    }
    if (value === null) return null;
    if (isListType(type)) return this.#list(value, type.ofType as GraphQLInputType);
    if (isInputObjectType(type)) return this.#object(value, type);
    const fault = variableFault(type, value);
    return fault === undefined ? value : this.#fault(fault);
  }

  #list(value: unknown, type: GraphQLInputType): unknown[] {
    if (!Array.isArray(value)) return [this.#value(value, type)];
    const items: unknown[] = [];
    for (let index = 0; index < value.length && !this.isOver; index++) items.push(this.#at(index, value[index], type));
    return items;
  }

  #object(value: unknown, type: GraphQLInputObjectType): unknown {
    if (typeof value !== 'object' || Array.isArray(value)) return this.#fault(`Expected value of type "${type}".`);
    const given = value as Readonly<Values>;
    const fields = type.getFields();
    const coerced: Values = {};
    for (const field of Object.values(fields)) {
      if (this.isOver) break;
      if (Object.hasOwn(given, field.name)) coerced[field.name] = this.#at(field.name, given[field.name], field.type);
      else if (field.defaultValue !== undefined) coerced[field.name] = field.defaultValue;
      else if (isNonNullType(field.type))
        this.#fault(`Field "${type}.${field.name}" of required type "${field.type}" was not provided.`);
    }
    for (const name of Object.keys(given)) {
      if (this.isOver) break;
      if (!Object.hasOwn(fields, name)) this.#fault(`Field "${name}" is not defined by type "${type}".`);
    }
    if (type.isOneOf) this.#one(Object.keys(given), given, type);
    return coerced;
  }

  #one([name, ...others]: string[], given: Readonly<Values>, type: GraphQLInputObjectType): void {
    if (name === undefined || others.length > 0)
      this.#fault(`OneOf Input Object "${type}" must specify exactly one key.`);
    else if (given[name] === null) this.#fault(`Field "${type}.${name}" must be non-null.`);
  }

  #at(key: string | number, value: unknown, type: GraphQLInputType): unknown {
    this.#path.push(key);
    const coerced = this.#value(value, type);
    this.#path.pop();
    return coerced;
  }

  #fault(message: string): undefined {
    if (!this.isOver) this.faults.push({ message, name: this.#name, path: [...this.#path] });
    return undefined;
  }
}
