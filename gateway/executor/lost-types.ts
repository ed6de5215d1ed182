import type { FlattenNodePathSegment, RequiresSelection } from '@graphql-hive/router-query-planner';
import { type DocumentNode, type FieldNode, Kind, parse, type SelectionSetNode } from 'graphql';
import type { TypeNames } from './type-names.ts';

/** A list of entities as the plan asks for it. */
interface PlannedList {
  requires: readonly RequiresSelection[];
  paths: readonly (readonly FlattenNodePathSegment[])[];
  operation: string;
  /** The response key of the list in the operation. */
  key: string;
}

/**
 * The keys of a list's entities, those of types that the planner lost among them: of two fragments on implementations of
 * an interface, whose fields an interface object answers, it makes one fetch that names one of the types.
 */
export const withLostTypes = (list: PlannedList, document: DocumentNode, types: TypeNames): RequiresSelection[] => {
  const { requires } = list;
  const [first] = requires;
  if (first?.kind !== 'InlineFragment') return [...requires];
  const named = new Set(requires.flatMap((each) => conditionsOf(each, types)));
  const asked = askedOfInterfaces(list, types);
  const lost = [...selectedTypes(list, document, asked)].filter((name) => !named.has(name));
  return [...requires, ...lost.map((typeCondition) => ({ ...first, typeCondition }))];
};

const conditionsOf = (selection: RequiresSelection, types: TypeNames): string[] =>
  selection.kind === 'InlineFragment' ? [...types.possibleFor(selection.typeCondition)] : [];

/** What the operation asks of each type, where it asks it of an interface of that type. */
const askedOfInterfaces = ({ operation, key }: PlannedList, types: TypeNames): Map<string, Set<string>> => {
  const asked = new Map<string, Set<string>>();
  for (const set of setsAt(rootSets(parse(operation, { noLocation: true })), key)) {
    for (const { condition, set: inner } of fragmentsIn(set)) {
      const [, ...members] = types.possibleFor(condition);
      const keys = fieldsIn(inner).map(keyOf);
      for (const name of members) asked.set(name, new Set([...(asked.get(name) ?? []), ...keys]));
    }
  }
  return asked;
};

/** The types of which the document selects at the list's places what is asked of them. */
const selectedTypes = (
  { paths }: PlannedList,
  document: DocumentNode,
  asked: Map<string, Set<string>>,
): Set<string> => {
  const selected = new Set<string>();
  for (const set of paths.flatMap((path) => setsOn(document, path))) {
    for (const { condition, set: inner } of fragmentsIn(set)) {
      const keys = asked.get(condition);
      const isAsked =
        keys !== undefined &&
        fieldsIn(inner).some((field) => field.name.value !== '__typename' && keys.has(keyOf(field)));
      if (isAsked) selected.add(condition);
    }
  }
  return selected;
};

const setsOn = (document: DocumentNode, path: readonly FlattenNodePathSegment[]): SelectionSetNode[] => {
  let sets = rootSets(document);
  for (const segment of path) if (segment !== '@' && 'Field' in segment) sets = setsAt(sets, segment.Field);
  return sets;
};

const rootSets = ({ definitions }: DocumentNode): SelectionSetNode[] =>
  definitions.flatMap((node) => (node.kind === Kind.OPERATION_DEFINITION ? [node.selectionSet] : []));

const setsAt = (sets: readonly SelectionSetNode[], key: string): SelectionSetNode[] =>
  sets.flatMap((set) => {
    const inner = setsAt(
      fragmentsIn(set).map((fragment) => fragment.set),
      key,
    );
    const own = fieldsIn(set).flatMap((field) =>
      keyOf(field) === key && field.selectionSet ? [field.selectionSet] : [],
    );
    return [...own, ...inner];
  });

const fieldsIn = ({ selections }: SelectionSetNode): FieldNode[] =>
  selections.filter((each): each is FieldNode => each.kind === Kind.FIELD);

const fragmentsIn = ({ selections }: SelectionSetNode): { condition: string; set: SelectionSetNode }[] =>
  selections.flatMap((each) => {
    const condition = each.kind === Kind.INLINE_FRAGMENT ? each.typeCondition?.name.value : undefined;
    return each.kind === Kind.INLINE_FRAGMENT && condition ? [{ condition, set: each.selectionSet }] : [];
  });

const keyOf = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;
