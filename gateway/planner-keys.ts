import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  type ObjectFieldNode,
  print,
  visit,
} from 'graphql';

/** What a supergraph says of the aliases that the gateway may give. */
export interface KeyRules {
  /** No field's name starts with it. */
  prefix: string;
  /**
   * Fields with arguments that may stand beside themselves with others: named by field sets, as that of `@requires`,
   * for which the planner asks; or of types that share an interface or union.
   */
  ambiguous: ReadonlySet<string>;
}

export const plainKeyRules: KeyRules = { prefix: '_a', ambiguous: new Set() };

const fieldSets = new Set(['key', 'requires', 'provides', 'selection']);

export const readKeyRules = (supergraph: DocumentNode): KeyRules => {
  const types = supergraph.definitions.filter(
    (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
  const fields = types.flatMap((type) => (type.fields ?? []).map((field) => ({ type, field })));
  const selected = namesInFieldSets(supergraph);
  const members = unionMembers(supergraph);
  const isShared = ({ kind, name, interfaces = [] }: (typeof types)[number]) =>
    kind === Kind.INTERFACE_TYPE_DEFINITION || interfaces.length > 0 || members.has(name.value);
  const ambiguous = fields.filter(
    ({ type, field }) => field.arguments?.length && (selected.has(field.name.value) || isShared(type)),
  );
  let { prefix } = plainKeyRules;
  while (fields.some(({ field }) => field.name.value.startsWith(prefix))) prefix += '_';
  return { prefix, ambiguous: new Set(ambiguous.map(({ field }) => field.name.value)) };
};

const namesInFieldSets = (supergraph: DocumentNode): Set<string> => {
  const names = new Set<string>();
  const read = ({ name, value }: ArgumentNode | ObjectFieldNode) => {
    if (!fieldSets.has(name.value) || value.kind !== Kind.STRING) return;
    for (const word of value.value.match(/\w+/g) ?? []) names.add(word);
  };
  visit(supergraph, { Argument: read, ObjectField: read });
  return names;
};

const unionMembers = ({ definitions }: DocumentNode): Set<string> => {
  const unions = definitions.filter((node) => node.kind === Kind.UNION_TYPE_DEFINITION);
  return new Set(unions.flatMap(({ types = [] }) => types.map(({ name }) => name.value)));
};

/**
 * The keys under which the planner sees the fields of one operation. To the planner an alias is the field of that name:
 * `{ skill { code: name courses { … } } }` would ask for the courses of a skill whose code is its name. So it sees
 * aliases of ours only, which no field is called.
 */
export class PlannerKeys {
  readonly #rules: KeyRules;
  readonly #keys = new Map<string, string>();
  /** The arguments with which a field keeps its name. */
  readonly #plain = new Map<string, string>();

  constructor(rules: KeyRules) {
    this.#rules = rules;
  }

  /**
   * The same for two selections that one answer merges: of one response key, field and arguments. With other arguments,
   * as fragments on different types may have them, one key would end the planner's process.
   */
  keyOf(node: FieldNode): string {
    const name = node.name.value;
    if (name === '__typename') return name;
    const key = node.alias?.value ?? name;
    const args = argumentsOf(node);
    if (key === name && !this.#rules.ambiguous.has(name)) {
      const plain = this.#plain.get(name) ?? args;
      this.#plain.set(name, plain);
      if (plain === args) return name;
    }
    const identity = `${key}:${name}${args}`;
    let known = this.#keys.get(identity);
    if (known === undefined) {
      known = `${this.#rules.prefix}${this.#keys.size}`;
      this.#keys.set(identity, known);
    }
    return known;
  }
}

/** Returns the arguments sorted, since their order does not make two selections differ. */
const argumentsOf = ({ arguments: args = [] }: FieldNode): string =>
  args.length === 0
    ? ''
    : [...args]
        .map((each) => print(visit(each, sortedObjects)))
        .sort()
        .join();

const sortedObjects = {
  ObjectValue: {
    leave: ({ fields, ...node }: { fields: readonly { name: { value: string } }[] }) => ({
      ...node,
      fields: [...fields].sort((one, other) => (one.name.value < other.name.value ? -1 : 1)),
    }),
  },
};
