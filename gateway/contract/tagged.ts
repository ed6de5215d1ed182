import {
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type TypeDefinitionNode,
} from 'graphql';
import { type Audience, audiencesIn } from '../../subgraphs/kit/audiences.ts';
import { type Holder, has, tagsOf } from './directives.ts';
import { rootNames, type Types } from './types.ts';

interface Viewer {
  audience: Audience;
  /** Names of the root types. */
  roots: ReadonlySet<string>;
}

/**
 * The types without what tags keep from an audience. A field of a root type or an entity, to which any subgraph may add
 * fields, is shown to those whom its tags name: to officers alone where none does. All else is shown unless tags name
 * others. A field goes with an argument that must be given, an input type with a field that must.
 */
export const shownElements = (types: Types, viewer: Viewer): Types =>
  new Map(
    [...types].flatMap(([name, type]) => {
      const shown = isShown(type, viewer) ? withShownMembers(type, viewer) : undefined;
      return shown === undefined ? [] : [[name, shown] as const];
    }),
  );

/** Coordinates of fields that any subgraph may add and whose tags name nobody. */
export const untaggedFields = (supergraph: DocumentNode): string[] => {
  const roots = rootNames(supergraph);
  return supergraph.definitions.flatMap((type) => {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
    if (!isExtensible(type, roots)) return [];
    const untagged = (type.fields ?? []).filter((field) => audiencesIn(tagsOf(field)).length === 0);
    return untagged.map(({ name }) => `${type.name.value}.${name.value}`);
  });
};

/** Unless its tags name others. */
const isShown = (holder: Holder, { audience }: Viewer): boolean => {
  if (has(holder, 'inaccessible')) return false;
  const named = audiencesIn(tagsOf(holder));
  return named.length === 0 || named.includes(audience);
};

const isNamed = (holder: Holder, { audience }: Viewer): boolean =>
  !has(holder, 'inaccessible') && audiencesIn(tagsOf(holder)).includes(audience);

const withShownMembers = (type: TypeDefinitionNode, viewer: Viewer): TypeDefinitionNode | undefined => {
  switch (type.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION: {
      const rule = isExtensible(type, viewer.roots) ? isNamed : isShown;
      const fields = (type.fields ?? []).filter((field) => rule(field, viewer));
      return { ...type, fields: fields.flatMap((field) => withShownArguments(field, viewer)) };
    }
    case Kind.ENUM_TYPE_DEFINITION:
      return { ...type, values: (type.values ?? []).filter((value) => isShown(value, viewer)) };
    case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
      const hidden = (type.fields ?? []).filter((field) => !isShown(field, viewer));
      if (hidden.some(isRequired)) return undefined;
      return { ...type, fields: (type.fields ?? []).filter((field) => !hidden.includes(field)) };
    }
    default:
      return type;
  }
};

const isExtensible = (type: TypeDefinitionNode, roots: ReadonlySet<string>): boolean =>
  roots.has(type.name.value) ||
  (type.directives ?? []).some(
    ({ name, arguments: args = [] }) => name.value === 'join__type' && args.some((each) => each.name.value === 'key'),
  );

const withShownArguments = (field: FieldDefinitionNode, viewer: Viewer): FieldDefinitionNode[] => {
  const hidden = (field.arguments ?? []).filter((argument) => !isShown(argument, viewer));
  if (hidden.length === 0) return [field];
  if (hidden.some(isRequired)) return [];
  return [{ ...field, arguments: field.arguments?.filter((argument) => !hidden.includes(argument)) }];
};

export const isRequired = ({ type, defaultValue }: InputValueDefinitionNode): boolean =>
  type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined;
