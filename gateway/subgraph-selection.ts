import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { listSizeOf, slicedSizeOf } from './cost.ts';
import { type Rewrite, rewritesFor, rewritesOf } from './executor/rewrite.ts';
import type { TypeNames } from './executor/type-names.ts';

/** What a call asks at one place of its answer, all fragments taken together. */
export interface Selection {
  /** Types that can stand here; empty where any can. */
  readonly typenames: ReadonlySet<string>;
  /** What is asked of an object of this type, by response key; of every type where none is known. */
  fieldsOf(typename: unknown): ReadonlyMap<string, SelectedField>;
}

export interface SelectedField {
  /** The key under which the value joins the data. */
  key: string;
  /** Undefined for a leaf. */
  below: Selection | undefined;
  /** What stands there whatever is answered. */
  setTo: string | undefined;
  /** The length that the operation asks of a list; undefined where it names none. */
  lengthFor: LengthFor | undefined;
}

type LengthFor = (variables: Readonly<Record<string, unknown>>) => number | undefined;

/** Fields of an object that an argument of the field before sizes. */
interface SizedFields {
  names: readonly string[];
  lengthFor: LengthFor;
}

export interface SelectionScope {
  schema: GraphQLSchema;
  types: TypeNames;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

type SelectedType = GraphQLNamedType | null | undefined;

export interface SelectionPart {
  set: SelectionSetNode;
  type: SelectedType;
  sized?: SizedFields | undefined;
}

interface FieldCollection {
  parts: SelectionPart[];
  isLeaf: boolean;
  lengthFor: LengthFor | undefined;
}

/** Compiled for each type when the first object of it is answered. */
export class CompiledSelection implements Selection {
  readonly typenames: ReadonlySet<string>;
  readonly #scope: SelectionScope;
  readonly #parts: readonly SelectionPart[];
  readonly #rewrites: readonly Rewrite[];
  readonly #byType = new Map<string | undefined, ReadonlyMap<string, SelectedField>>();
  readonly #dependsOnType: boolean;

  constructor(scope: SelectionScope, parts: readonly SelectionPart[], rewrites: readonly Rewrite[]) {
    const typenames = new Set<string>();
    let hasFragments = false;
    const read = ({ set, type }: SelectionPart) => {
      if (type) for (const name of scope.types.possibleFor(type.name)) typenames.add(name);
      for (const inner of fragmentsIn(set, scope)) {
        hasFragments = true;
        read({ set: inner.selectionSet, type: typeOf(inner.condition, type, scope) });
      }
    };
    for (const part of parts) read(part);
    this.typenames = typenames;
    this.#scope = scope;
    this.#parts = parts;
    this.#rewrites = rewrites;
    this.#dependsOnType = hasFragments || rewrites.length > 0;
  }

  fieldsOf(typename: unknown): ReadonlyMap<string, SelectedField> {
    const isKnown = this.#dependsOnType && typeof typename === 'string' && this.typenames.has(typename);
    const name = isKnown ? typename : undefined;
    let fields = this.#byType.get(name);
    if (fields === undefined) {
      fields = this.#compile(name);
      this.#byType.set(name, fields);
    }
    return fields;
  }

  #compile(typename: string | undefined): ReadonlyMap<string, SelectedField> {
    const collected = new Map<string, FieldCollection>();
    for (const part of this.#parts) this.#collect(collected, part, typename);
    const rewrites = rewritesFor(this.#rewrites, typename);
    return new Map(
      [...collected].map(([key, { parts, isLeaf, lengthFor }]) => {
        const { renameTo = key, setTo, below } = rewritesOf(rewrites, key);
        const selection = isLeaf ? undefined : new CompiledSelection(this.#scope, parts, below);
        return [key, { key: renameTo, below: selection, setTo, lengthFor }];
      }),
    );
  }

  #collect(into: Map<string, FieldCollection>, part: SelectionPart, typename: string | undefined): void {
    const { types } = this.#scope;
    const { set, type, sized } = part;
    for (const selection of set.selections) {
      if (selection.kind !== Kind.FIELD) continue;
      const key = selection.alias?.value ?? selection.name.value;
      const { name, selectionSet: inner } = selection;
      const lengths = lengthsOf(selection, type);
      const lengthFor = sized?.names.includes(name.value) ? sized.lengthFor : lengths.own;
      const known = into.get(key) ?? { parts: [], isLeaf: inner === undefined, lengthFor };
      into.set(key, known);
      if (inner) known.parts.push({ set: inner, type: fieldType(type, name.value), sized: lengths.below });
    }
    for (const { condition, selectionSet } of fragmentsIn(set, this.#scope)) {
      const isMet = typename === undefined || condition === undefined || types.possibleFor(condition).has(typename);
      const on = typeOf(condition, type, this.#scope);
      if (isMet) this.#collect(into, { set: selectionSet, type: on, sized }, typename);
    }
  }
}

const fragmentsIn = ({ selections }: SelectionSetNode, { fragments }: SelectionScope) =>
  selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (fragment === undefined) return [];
    return [{ condition: fragment.typeCondition?.name.value, selectionSet: fragment.selectionSet }];
  });

const typeOf = (condition: string | undefined, type: SelectedType, { schema }: SelectionScope): SelectedType =>
  condition === undefined ? type : schema.getType(condition);

const lengthsOf = (node: FieldNode, type: SelectedType): { own?: LengthFor; below?: SizedFields } => {
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
  const list = listSizeOf(field?.astNode?.directives);
  if (!field || !list || list.slicingArguments.length === 0) return {};
  const lengthFor = slicedSizeOf(list, node, field);
  return list.sizedFields.length > 0 ? { below: { names: list.sizedFields, lengthFor } } : { own: lengthFor };
};

const fieldType = (type: SelectedType, name: string): SelectedType => {
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  return field && getNamedType(field.type);
};
