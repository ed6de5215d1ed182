import { type ASTNode, type DefinitionNode, Kind, parse, print, visit } from 'graphql';

/** What servers of federation add to an SDL by themselves. */
const ofFederation = /^(_|link__|federation__|FieldSet$|Import$|Purpose$)/;

const nameOf = (node: ASTNode): string => ('name' in node && node.name ? node.name.value : '');

const sorted = <T extends ASTNode>(nodes: readonly T[] | undefined): T[] =>
  (nodes ?? []).filter((node) => !nameOf(node).startsWith('_')).toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

const plain = { description: undefined };

/** The part of Query that only federation asks is nothing when it is left out. */
const textOf = (node: DefinitionNode): string => {
  const fields = 'fields' in node ? { fields: sorted<ASTNode>(node.fields) } : {};
  return print({ ...node, ...plain, ...fields } as ASTNode).replace(/^extend (?=type |interface )/, '');
};

/** One writing for SDLs that say the same: descriptions, order and what a server adds make no difference. */
const normal = (sdl: string): string =>
  visit(parse(sdl, { noLocation: true }), {
    DirectiveDefinition: () => null,
    FieldDefinition: { leave: (node) => ({ ...node, ...plain, arguments: sorted(node.arguments) }) },
    InputValueDefinition: { leave: (node) => ({ ...node, ...plain }) },
    EnumValueDefinition: { leave: (node) => ({ ...node, ...plain }) },
    Document: {
      leave: ({ definitions, ...node }) => ({ ...node, definitions: definitions.filter((each) => each !== null) }),
    },
  })
    .definitions.filter((node) => node.kind !== Kind.SCHEMA_DEFINITION && !ofFederation.test(nameOf(node)))
    .map(textOf)
    .filter((text) => text !== 'type Query')
    .toSorted()
    .join('\n');

/** Whether two SDLs of a subgraph say the same. */
export const isSameSdl = (one: string, other: string): boolean => {
  try {
    return normal(one) === normal(other);
  } catch {
    return false;
  }
};
