import { type DirectiveNode, type DocumentNode, Kind, type SelectionNode, type ValueNode, visit } from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

const isCondition = ({ name }: DirectiveNode) => name.value === 'skip' || name.value === 'include';

/** The variables on which `@skip` and `@include` depend; undefined without such a directive. */
export const conditionsIn = (document: DocumentNode): readonly string[] | undefined => {
  const names = new Set<string>();
  let hasConditions = false;
  visit(document, {
    Directive(node) {
      if (!isCondition(node)) return;
      hasConditions = true;
      for (const { value } of node.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return hasConditions ? [...names] : undefined;
};

/** What `@skip` and `@include` say of a selection. */
export const isSelected = ({ directives = [] }: SelectionNode, variables: Variables): boolean =>
  directives.every((directive) => {
    if (!isCondition(directive)) return true;
    const [given] = directive.arguments ?? [];
    return (directive.name.value === 'include') === isTrue(given?.value, variables);
  });

const isTrue = (value: ValueNode | undefined, variables: Variables): boolean =>
  value?.kind === Kind.VARIABLE ? variables[value.name.value] === true : value?.kind === Kind.BOOLEAN && value.value;
