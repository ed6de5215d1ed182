import type { FetchNodePathSegment, FetchRewrite } from '@graphql-hive/router-query-planner';
import { type FieldNode, Kind, type SelectionNode, type SelectionSetNode, type TypeNode } from 'graphql';
import { onType, setWith, typenameNode, underKey } from './field-set.ts';

interface AskedField {
  node: FieldNode;
  /** As the subgraph declares it. */
  type: TypeNode;
  below: AskedTree | undefined;
}

/** What a fetch asks of the objects at one place. */
export class AskedTree {
  readonly fields = new Map<string, AskedField>();
  readonly #byType = new Map<string, AskedTree>();
  hasTypename = false;

  /** What is asked of the objects of one type only. */
  on(type: string): AskedTree {
    const tree = this.#byType.get(type) ?? new AskedTree();
    this.#byType.set(type, tree);
    return tree;
  }

  /** The field under this key, which is asked for from now on. */
  ask(key: string, { node, type }: Omit<AskedField, 'below'>): AskedField {
    const below = node.selectionSet && new AskedTree();
    const field = this.fields.get(key) ?? { node, type, below };
    this.fields.set(key, field);
    return field;
  }

  get isEmpty(): boolean {
    return !this.hasTypename && this.fields.size === 0 && [...this.#byType.values()].every((each) => each.isEmpty);
  }

  byType(): [string, AskedTree][] {
    return [...this.#byType].filter(([, tree]) => !tree.isEmpty);
  }
}

/** A tree as a subgraph is sent it. */
export interface AskedText {
  set: SelectionSetNode;
  /** Keys in the answer that stand for others. */
  rewrites: FetchRewrite[];
}

/** The kind of value at a key, by which two selections of one key can be in each other's way. */
interface Shape {
  key: string;
  type: string;
  below: readonly Shape[];
}

/**
 * Writes trees. Fields of one key on different types whose values have different types are not valid beside each other:
 * they are asked under keys of their own, and renamed in the answer.
 */
export class TreeWriter {
  readonly #prefix: string;
  #count = 0;

  /** @param prefix of keys that are in nobody's way */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  write = (tree: AskedTree): AskedText => this.#add(tree, []);

  /** @param shapes of what is asked beside the tree, to which its own are added */
  #add(tree: AskedTree, shapes: Shape[]): AskedText {
    const selections: SelectionNode[] = tree.hasTypename ? [typenameNode] : [];
    const rewrites: FetchRewrite[] = [];
    for (const [key, field] of tree.fields) {
      const below = field.below && this.#below(field.below);
      const shape = { key, type: wrappedText(field.type, below !== undefined), below: below?.shapes ?? [] };
      const sent = shapes.some((other) => inTheWay(other, shape)) ? `${this.#prefix}${this.#count++}` : key;
      shapes.push({ ...shape, key: sent });
      selections.push({ ...underKey(field.node, sent), selectionSet: below?.text.set });
      if (sent !== key) rewrites.push({ KeyRenamer: { path: [{ Key: sent }], renameKeyTo: key } });
      rewrites.push(...(below?.text.rewrites ?? []).map((each) => at({ Key: sent }, each)));
    }
    for (const [type, inner] of tree.byType()) {
      const { set, rewrites: own } = this.#add(inner, shapes);
      selections.push(onType(type, set.selections));
      rewrites.push(...own.map((each) => at({ TypenameEquals: [type] }, each)));
    }
    return { set: setWith(selections), rewrites };
  }

  #below(tree: AskedTree): { text: AskedText; shapes: Shape[] } {
    const shapes: Shape[] = [];
    return { text: this.#add(tree, shapes), shapes };
  }
}

const at = (segment: FetchNodePathSegment, rewrite: FetchRewrite): FetchRewrite => {
  if (!('KeyRenamer' in rewrite)) return rewrite;
  const { path, renameKeyTo } = rewrite.KeyRenamer;
  return { KeyRenamer: { path: [segment, ...path], renameKeyTo } };
};

const inTheWay = (one: Shape, other: Shape): boolean =>
  one.key === other.key &&
  (one.type !== other.type || one.below.some((inner) => other.below.some((each) => inTheWay(inner, each))));

/** The type as text; for what leads to objects, only which lists and promises are around them. */
export const wrappedText = (type: TypeNode, isComposite: boolean): string => {
  if (type.kind === Kind.NAMED_TYPE) return isComposite ? '' : type.name.value;
  return type.kind === Kind.LIST_TYPE
    ? `[${wrappedText(type.type, isComposite)}]`
    : `${wrappedText(type.type, isComposite)}!`;
};
