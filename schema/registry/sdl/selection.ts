import { type FieldNode, Kind, type NamedTypeNode, parse, type SelectionSetNode, type TypeNode } from 'graphql';
import type { SchemaPart } from './part.ts';

/** Types as several subgraphs state them together. */
export type TypesOf = (name: string) => readonly NonNullable<ReturnType<SchemaPart['types']['get']>>[];

/** Parses what `@key`, `@requires` and `@provides` list; undefined where it is no selection. */
export const readSelection = (fields: string): SelectionSetNode | undefined => {
  try {
    const [definition] = parse(`{${fields}\n}`, { maxTokens: 5000 }).definitions;
    return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : undefined;
  } catch {
    return undefined;
  }
};

/** The same for two selections that differ in order and layout only. */
export const selectionText = (fields: string): string => {
  const selection = readSelection(fields);
  return selection ? setText(selection) : fields;
};

const setText = ({ selections }: SelectionSetNode): string =>
  selections
    .map((each) => {
      const inner = 'selectionSet' in each && each.selectionSet ? `{${setText(each.selectionSet)}}` : '';
      if (each.kind === Kind.FIELD) return `${each.name.value}${inner}`;
      return each.kind === Kind.INLINE_FRAGMENT ? `...${each.typeCondition?.name.value ?? ''}${inner}` : '...?';
    })
    .sort()
    .join(' ');

const namedType = (type: TypeNode): NamedTypeNode => (type.kind === Kind.NAMED_TYPE ? type : namedType(type.type));

/** The name of the type in all its lists. */
export const typeNameOf = (type: TypeNode): string => namedType(type).name.value;

/** Coordinates of the fields that a selection on `type` takes, of every depth. */
export const coordinatesIn = (selection: SelectionSetNode, type: string, typesOf: TypesOf): string[] =>
  selection.selections.flatMap((each): string[] => {
    if (each.kind === Kind.FIELD) return coordinatesOfField(each, type, typesOf);
    if (each.kind === Kind.FRAGMENT_SPREAD) return [`${type}.${each.name.value}`];
    return coordinatesIn(each.selectionSet, each.typeCondition?.name.value ?? type, typesOf);
  });

const coordinatesOfField = ({ name, selectionSet }: FieldNode, type: string, typesOf: TypesOf): string[] => {
  const own = `${type}.${name.value}`;
  if (!selectionSet) return [own];
  const stated = typesOf(type).flatMap(({ fields }) => fields.filter((field) => field.name.value === name.value));
  const inner = new Set(stated.map((field) => typeNameOf(field.type)));
  return [own, ...[...inner].flatMap((each) => coordinatesIn(selectionSet, each, typesOf))];
};
