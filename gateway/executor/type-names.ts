import { type GraphQLSchema, isAbstractType } from 'graphql';

/** Which types can stand for which others, in the whole supergraph. */
export class TypeNames {
  readonly #schema: GraphQLSchema;
  readonly #possible = new Map<string, ReadonlySet<string>>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /**
   * The name itself, and of an interface or union its members' names. An interface stands for itself, too: a subgraph
   * may know it as an object (@interfaceObject).
   */
  possibleFor(name: string): ReadonlySet<string> {
    let names = this.#possible.get(name);
    if (names === undefined) {
      const type = this.#schema.getType(name);
      const members = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [];
      names = new Set([name, ...members.map((member) => member.name)]);
      this.#possible.set(name, names);
    }
    return names;
  }

  possibleForAny(names: readonly string[]): ReadonlySet<string> {
    const [only] = names;
    if (names.length === 1 && only !== undefined) return this.possibleFor(only);
    return new Set(names.flatMap((name) => [...this.possibleFor(name)]));
  }

  /** Whether `name` is a member of the interface or union `than`. */
  isNarrower(name: string, than: string): boolean {
    return name !== than && this.possibleFor(than).has(name);
  }
}
