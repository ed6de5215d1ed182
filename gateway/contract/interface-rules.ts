import {
  type ConstDirectiveNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql';
import type { Holder } from './directives.ts';
import type { Types } from './types.ts';

const rules: ReadonlySet<string> = new Set(['authenticated', 'requiresScopes']);
const isRule = ({ name }: ConstDirectiveNode) => rules.has(name.value);

/**
 * Composition writes the rules of implementations on their interface. One that has lost an implementation gets those of
 * the others alone: the rest would refuse what is shown, and name the scopes of what is not.
 */
export const withOwnRules = (shown: Types, all: Types): Types =>
  new Map(
    [...shown].map(([name, type]): [string, TypeDefinitionNode] => {
      if (type.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [name, type];
      const left = implementing(shown, name);
      return [name, left.length < implementing(all, name).length ? withRulesOf(left, type) : type];
    }),
  );

const implementing = (types: Types, name: string): ObjectTypeDefinitionNode[] =>
  [...types.values()].filter(
    (type): type is ObjectTypeDefinitionNode =>
      type.kind === Kind.OBJECT_TYPE_DEFINITION && (type.interfaces ?? []).some((each) => each.name.value === name),
  );

const withRulesOf = (
  types: readonly ObjectTypeDefinitionNode[],
  type: InterfaceTypeDefinitionNode,
): InterfaceTypeDefinitionNode => ({
  ...type,
  directives: replaced(type, types),
  fields: (type.fields ?? []).map((field) => {
    const own = types.flatMap(({ fields = [] }) => fields.filter(({ name }) => name.value === field.name.value));
    return { ...field, directives: replaced(field, own) };
  }),
});

const replaced = ({ directives = [] }: Holder, by: readonly Holder[]): ConstDirectiveNode[] => [
  ...directives.filter((each) => !isRule(each)),
  ...by.flatMap((holder) => (holder.directives ?? []).filter(isRule)),
];
