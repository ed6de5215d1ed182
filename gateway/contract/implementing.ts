import {
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { isRequired } from './tagged.ts';
import type { Types } from './types.ts';

type TypeWithFields = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Whether a type may say that it implements `name`. One that is shown less than the interface is on its own: so a subgraph
 * that hides a field of its type takes nothing away from the interface, which is another's.
 */
export const satisfies = (type: TypeWithFields, name: string, types: Types): boolean => {
  const wanted = types.get(name);
  if (wanted?.kind !== Kind.INTERFACE_TYPE_DEFINITION) return false;
  const { interfaces: further = [], fields = [] } = wanted;
  return (
    further.every((each) => names(type.interfaces).has(each.name.value)) &&
    fields.every((field) => hasField(type, field, types))
  );
};

const names = (nodes: TypeWithFields['interfaces'] = []) => new Set(nodes.map(({ name }) => name.value));

const hasField = (type: TypeWithFields, wanted: FieldDefinitionNode, types: Types): boolean => {
  const own = type.fields?.find(({ name }) => name.value === wanted.name.value);
  if (own === undefined || !isAtLeast(own.type, wanted.type, types)) return false;
  const { arguments: asked = [] } = wanted;
  const { arguments: taken = [] } = own;
  const isIn = (list: typeof asked, name: string) => list.some((each) => each.name.value === name);
  return (
    asked.every(({ name }) => isIn(taken, name.value)) &&
    taken.every((each) => isIn(asked, each.name.value) || !isRequired(each))
  );
};

/** Whether each value of `own` is one of `wanted`. */
const isAtLeast = (own: TypeNode, wanted: TypeNode, types: Types): boolean => {
  if (wanted.kind === Kind.NON_NULL_TYPE)
    return own.kind === Kind.NON_NULL_TYPE && isAtLeast(own.type, wanted.type, types);
  if (own.kind === Kind.NON_NULL_TYPE) return isAtLeast(own.type, wanted, types);
  if (wanted.kind === Kind.LIST_TYPE) return own.kind === Kind.LIST_TYPE && isAtLeast(own.type, wanted.type, types);
  if (own.kind === Kind.LIST_TYPE) return false;
  const { value: name } = own.name;
  if (name === wanted.name.value) return true;
  const abstract = types.get(wanted.name.value);
  if (abstract?.kind === Kind.UNION_TYPE_DEFINITION) return names(abstract.types).has(name);
  const concrete = types.get(name);
  const isFielded = concrete?.kind === Kind.OBJECT_TYPE_DEFINITION || concrete?.kind === Kind.INTERFACE_TYPE_DEFINITION;
  return isFielded && names(concrete.interfaces).has(wanted.name.value);
};
