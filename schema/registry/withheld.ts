import { type ConstDirectiveNode, type DocumentNode, Kind, print, visit } from 'graphql';
import type { Finding } from './finding.ts';
import { directivesOf, hasDirective, textArgument } from './sdl/directive.ts';
import { type MemberNode, readPart, type SchemaPart, type TypePart } from './sdl/part.ts';
import { readSelection } from './sdl/selection.ts';
import { hashOf, type Purpose } from './statement.ts';

/** Stands for the whole of a revision. */
export const EVERYTHING = '*';

/** What is signed beside a live statement: that the gateway leaves these of its elements out. */
export const withholdingPurpose = (elements: readonly string[]): Purpose =>
  `withhold ${hashOf([...new Set(elements)].sort().join('\n'))}`;

/**
 * The elements that go with what their owners no longer grant: fields where these are all that is meant, else all of the
 * revision. What was to be computed from a field that is not sent any more goes with it.
 */
export const elementsToWithhold = (sdl: string, findings: readonly Finding[]): string[] => {
  const part = readPart(sdl);
  const named = new Set(findings.map(({ coordinate }) => coordinate));
  if (![...named].every((coordinate) => isField(part, coordinate))) return [EVERYTHING];
  return [...withDependants(part, named)].sort();
};

const fieldsIn = (part: SchemaPart): { type: TypePart; field: MemberNode; coordinate: string }[] =>
  [...part.types.values()]
    .filter(({ kind }) => kind === 'ObjectType' || kind === 'InterfaceType')
    .flatMap((type) => type.fields.map((field) => ({ type, field, coordinate: `${type.name}.${field.name.value}` })));

const isField = (part: SchemaPart, wanted: string) => fieldsIn(part).some(({ coordinate }) => coordinate === wanted);

const namesIn = (directives: readonly ConstDirectiveNode[]): string[] =>
  directives.flatMap((each) => {
    const selection = readSelection(textArgument(each, 'fields'));
    return (selection?.selections ?? []).flatMap((field) => (field.kind === Kind.FIELD ? [field.name.value] : []));
  });

/** Adds the fields that are computed from these, and then what is external and nobody asks for any more. */
const withDependants = (part: SchemaPart, named: ReadonlySet<string>): Set<string> => {
  const gone = new Set(named);
  const all = fieldsIn(part);
  for (const { type, field, coordinate } of all) {
    if (namesIn(directivesOf(field, 'requires')).some((name) => gone.has(`${type.name}.${name}`))) gone.add(coordinate);
  }
  const isNamed = ({ name, directives, fields }: TypePart, wanted: string) => {
    const stays = fields.filter((field) => !gone.has(`${name}.${field.name.value}`));
    return namesIn([
      ...directives.filter((each) => each.name.value === 'key'),
      ...stays.flatMap((field) => directivesOf(field, 'requires')),
    ]).includes(wanted);
  };
  for (const { type, field, coordinate } of all) {
    if (gone.size > 0 && hasDirective(field, 'external') && !isNamed(type, field.name.value)) gone.add(coordinate);
  }
  return gone;
};

/** The SDL without these elements; undefined where nothing is left. */
export const withoutElements = (sdl: string, elements: readonly string[]): string | undefined => {
  if (elements.length === 0) return sdl;
  if (elements.includes(EVERYTHING)) return undefined;
  const gone = new Set(elements);
  const document = readPart(sdl).document;
  const holder = (node: { name: { value: string }; fields?: readonly MemberNode[] }) => {
    const fields = node.fields?.filter((field) => !gone.has(`${node.name.value}.${field.name.value}`));
    if (fields === undefined || fields.length === node.fields?.length) return undefined;
    return fields.length === 0 ? null : { ...node, fields };
  };
  const reduced = visit(document, {
    ObjectTypeDefinition: holder,
    ObjectTypeExtension: holder,
    InterfaceTypeDefinition: holder,
    InterfaceTypeExtension: holder,
  });
  const isEmpty = !reduced.definitions.some(({ kind }) => /^(Object|Interface)Type/.test(kind));
  return isEmpty ? undefined : `${print(reduced)}\n`;
};

/** Directives by which an element is kept from somebody, or made dear. */
const guards = new Set(['authenticated', 'requiresScopes', 'policy', 'inaccessible', 'cost', 'listSize']);

const guardsOf = (supergraph: DocumentNode): Map<string, string> => {
  const found = new Map<string, string>();
  const add = (coordinate: string, node: { directives?: readonly ConstDirectiveNode[] | undefined }) => {
    const all = (node.directives ?? []).filter(({ name }) => guards.has(name.value)).map(print);
    found.set(coordinate, all.sort().join(' '));
  };
  for (const node of supergraph.definitions) {
    if (!('name' in node) || !node.name || !/Type(Definition|Extension)$/.test(node.kind)) continue;
    const { value: type } = node.name;
    add(type, node as object);
    const members = 'fields' in node ? node.fields : 'values' in node ? node.values : [];
    for (const member of members ?? []) {
      add(`${type}.${member.name.value}`, member);
      if (!('arguments' in member)) continue;
      for (const argument of member.arguments ?? [])
        add(`${type}.${member.name.value}(${argument.name.value}:)`, argument);
    }
  }
  return found;
};

/**
 * Whether one supergraph shows nothing that the other does not, and all under the same protection: what is taken out of
 * one subgraph must not be answered by another without its guard.
 */
export const isNarrowing = (full: DocumentNode, reduced: DocumentNode): boolean => {
  const before = guardsOf(full);
  return [...guardsOf(reduced)].every(([coordinate, text]) => before.get(coordinate) === text);
};
