import { type ConstDirectiveNode, type ConstValueNode, type DocumentNode, Kind } from 'graphql';
import { tagsOf } from '../../gateway/contract/directives.ts';

/** The scopes of which one group must be held, for what is protected; empty where a token is enough. */
type Groups = readonly (readonly string[])[];

/** What a document may ask in whose sender's name. */
export interface Holder {
  hasToken: boolean;
  scopes: ReadonlySet<string>;
}

const listed = (value: ConstValueNode | undefined): readonly ConstValueNode[] =>
  value?.kind === Kind.LIST ? value.values : [];

const groupsOf = (directives: readonly ConstDirectiveNode[] = []): Groups | undefined => {
  const required = directives.find(({ name }) => name.value === 'requiresScopes');
  if (required) {
    const groups = listed(required.arguments?.[0]?.value);
    return groups.map((group) => listed(group).flatMap((scope) => (scope.kind === Kind.STRING ? [scope.value] : [])));
  }
  return directives.some(({ name }) => name.value === 'authenticated') ? [] : undefined;
};

/** Who may read which field, by the directives of a supergraph on fields and types. */
export class Protection {
  readonly #groups = new Map<string, Groups>();
  readonly #specific = new Set<string>();

  constructor(supergraph: DocumentNode) {
    for (const node of supergraph.definitions) {
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      const ofType = groupsOf(node.directives);
      if (ofType) this.#groups.set(node.name.value, ofType);
      for (const field of node.fields ?? []) {
        const ofField = groupsOf(field.directives);
        const coordinate = `${node.name.value}.${field.name.value}`;
        if (ofField) this.#groups.set(coordinate, ofField);
        if (tagsOf(field).includes('personal-data/specific')) this.#specific.add(coordinate);
      }
    }
  }

  /** Whether a field tells what the law protects most, such as what somebody is paid. */
  isSpecific(coordinate: string): boolean {
    return this.#specific.has(coordinate);
  }

  isProtected(coordinate: string): boolean {
    return this.#groups.has(coordinate);
  }

  /** @param coordinate of a type or a field */
  isOpenTo(coordinate: string, { hasToken, scopes }: Holder): boolean {
    const groups = this.#groups.get(coordinate);
    if (!groups) return true;
    if (!hasToken) return false;
    return groups.length === 0 || groups.some((group) => group.every((scope) => scopes.has(scope)));
  }
}
