import type { FlattenNodePathSegment, RequiresSelection } from '@graphql-hive/router-query-planner';
import { Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import { AskedTree } from './asked-tree.ts';
import { keyOf } from './field-set.ts';

export type PlanPath = readonly FlattenNodePathSegment[];

/** What a subgraph is sent of entities of one type. */
interface SentKeys {
  /** The interface that the subgraph has as an object, by which it knows the type. */
  face: string | undefined;
  sets: Map<string, SelectionNode>;
}

/** A fetch that is being made: of root fields, or of the entities at a path. */
export class FetchGroup {
  readonly graph: string;
  /** Undefined for root fields. */
  readonly path: PlanPath | undefined;
  /** Fetches whose answers it needs. */
  readonly needs: ReadonlySet<FetchGroup>;
  readonly tree = new AskedTree();
  readonly #sent = new Map<string, SentKeys>();
  #level: number | undefined;

  constructor({ graph, path, needs }: Pick<FetchGroup, 'graph' | 'path' | 'needs'>) {
    this.graph = graph;
    this.path = path;
    this.needs = needs;
  }

  /** How many fetches must come before it. */
  get level(): number {
    this.#level ??= 1 + Math.max(-1, ...[...this.needs].map(({ level }) => level));
    return this.#level;
  }

  /** Entities of the type are sent with these fields. */
  send(type: string, { face, sets }: { face: string | undefined; sets: readonly SelectionSetNode[] }): void {
    const sent = this.#sent.get(type) ?? { face, sets: new Map() };
    this.#sent.set(type, sent);
    for (const each of sets.flatMap(({ selections }) => selections)) sent.sets.set(JSON.stringify(each), each);
  }

  get requires(): RequiresSelection[] {
    return [...this.#sent].map(([typeCondition, { sets }]) => ({
      kind: 'InlineFragment',
      typeCondition,
      selections: [{ kind: 'Field', name: '__typename' }, ...sentIn([...sets.values()])],
    }));
  }

  /** An entity is sent as what the subgraph knows it to be. */
  get inputRewrites() {
    return [...this.#sent].flatMap(([type, { face }]) =>
      face === undefined
        ? []
        : [{ ValueSetter: { path: [{ TypenameEquals: [type] }, { Key: '__typename' }], setValueTo: face } }],
    );
  }
}

/** Fields as they are sent: by their own names, also those that are read under a key of ours. */
const sentIn = (selections: readonly SelectionNode[]): RequiresSelection[] =>
  selections.flatMap((each): RequiresSelection[] => {
    if (each.kind === Kind.FRAGMENT_SPREAD) return [];
    const inner = each.selectionSet && withTypename(each.selectionSet);
    if (each.kind === Kind.INLINE_FRAGMENT) {
      const typeCondition = each.typeCondition?.name.value ?? '';
      return [{ kind: 'InlineFragment', typeCondition, selections: sentIn(each.selectionSet.selections) }];
    }
    const name = each.name.value;
    const key = keyOf(each);
    return [{ kind: 'Field', name: key, ...(key !== name && { alias: name }), ...(inner && { selections: inner }) }];
  });

const withTypename = ({ selections }: SelectionSetNode): RequiresSelection[] => {
  const hasFragments = selections.some((each) => each.kind === Kind.INLINE_FRAGMENT);
  return hasFragments ? [{ kind: 'Field', name: '__typename' }, ...sentIn(selections)] : sentIn(selections);
};
