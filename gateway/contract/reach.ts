import { Kind, type TypeDefinitionNode, type TypeNode } from 'graphql';
import { namedType, type Types } from './types.ts';

/** Names of the types to which fields, arguments and members lead from these. */
export const reachableTypes = (types: Types, from: Iterable<string>): ReadonlySet<string> => {
  const reached = new Set<string>();
  const waiting = [...from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const type = types.get(name);
    if (type === undefined || reached.has(name)) continue;
    reached.add(name);
    waiting.push(...namedIn(type, types));
  }
  return reached;
};

const namedIn = (type: TypeDefinitionNode, types: Types): string[] => {
  switch (type.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      return [
        ...(type.interfaces ?? []).map(({ name }) => name.value),
        ...(type.fields ?? []).flatMap((field) => [
          ...returned(field.type, types),
          ...(field.arguments ?? []).map((argument) => namedType(argument.type)),
        ]),
      ];
    case Kind.UNION_TYPE_DEFINITION:
      return (type.types ?? []).map(({ name }) => name.value);
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return (type.fields ?? []).map((field) => namedType(field.type));
    default:
      return [];
  }
};

/** What a field of this type may return: of an interface, whatever implements it. */
const returned = (type: TypeNode, types: Types): string[] => {
  const name = namedType(type);
  if (types.get(name)?.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [name];
  const implementing = [...types.values()].filter(
    (each) =>
      each.kind === Kind.OBJECT_TYPE_DEFINITION && each.interfaces?.some(({ name: { value } }) => value === name),
  );
  return [name, ...implementing.map((each) => each.name.value)];
};
