import { type ConstDirectiveNode, type DocumentNode, Kind, visit } from 'graphql';
import { namedType } from './types.ts';

export interface Holder {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** Names of the tags of one element. */
export const tagsOf = ({ directives = [] }: Holder): string[] =>
  directives.flatMap(({ name, arguments: args = [] }) => {
    if (name.value !== 'tag') return [];
    return args.flatMap(({ name, value }) =>
      name.value === 'name' && value.kind === Kind.STRING ? [value.value] : [],
    );
  });

/** Names of all tags of a supergraph, each once. */
export const tagsIn = (supergraph: DocumentNode): string[] => {
  const names = new Set<string>();
  visit(supergraph, {
    Directive: (node) => {
      for (const name of tagsOf({ directives: [node as ConstDirectiveNode] })) names.add(name);
      return false;
    },
  });
  return [...names];
};

export const has = ({ directives = [] }: Holder, wanted: string): boolean =>
  directives.some(({ name }) => name.value === wanted);

/** Types of the arguments of directives that clients may write. */
export const namesOf = ({ definitions }: DocumentNode): string[] =>
  definitions.flatMap((node) =>
    node.kind === Kind.DIRECTIVE_DEFINITION ? (node.arguments ?? []).map(({ type }) => namedType(type)) : [],
  );
