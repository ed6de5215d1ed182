import {
  type ConstValueNode,
  type GraphQLSchema,
  isInputType,
  Kind,
  type TypeNode,
  typeFromAST,
  valueFromAST,
} from 'graphql';
import type { GraphRule } from '../graph-rule.ts';
import { publicSchemaOf } from '../public-schema.ts';
import { findingAt } from '../rule.ts';
import { placesIn } from '../sdl/places.ts';

/** Refuses a default that its own type does not take: the composer lets it pass, and no client could send it. */
export const defaultValueRule: GraphRule = ({ part, supergraphs }) => {
  const schema = publicSchemaOf(supergraphs.after.document);
  return placesIn(part.document).flatMap(({ node, coordinate }) => {
    if (node.kind !== Kind.INPUT_VALUE_DEFINITION || !node.defaultValue) return [];
    if (isTaken(schema, node.type, node.defaultValue)) return [];
    const message = `the default of ${coordinate} is not a value of its type`;
    return [findingAt(node, { rule: 'default-value', code: 'DEFAULT_VALUE_INVALID', message, coordinate })];
  });
};

/** Decides whether a type takes a value; one that clients are not shown takes any. */
const isTaken = (schema: GraphQLSchema, typeNode: TypeNode, value: ConstValueNode): boolean => {
  const type = typeFromAST(schema, typeNode as never);
  return !isInputType(type) || valueFromAST(value, type) !== undefined;
};
