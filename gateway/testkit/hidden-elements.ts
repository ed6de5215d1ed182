import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

/** Something of the graph that an audience is not shown, at a place that it is shown. */
export interface HiddenElement {
  kind: 'type' | 'field' | 'argument' | 'input field' | 'value';
  /** As in `Item.secretPrice`. */
  coordinate: string;
  name: string;
  /** The type that has it; for a type, its own name. */
  type: string;
  /** The field, of an argument. */
  field?: string;
}

export interface Probe {
  query: string;
  variables?: Record<string, unknown>;
}

interface InputDefinition {
  name: string;
}

const members = (type: GraphQLNamedType | undefined): ReadonlyMap<string, { args?: readonly InputDefinition[] }> => {
  if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
    return new Map(Object.entries(type.getFields()) as [string, { args?: readonly InputDefinition[] }][]);
  }
  return new Map(isEnumType(type) ? type.getValues().map(({ name }) => [name, {}]) : []);
};

const kindOf = (type: GraphQLNamedType): HiddenElement['kind'] => {
  if (isEnumType(type)) return 'value';
  return isInputObjectType(type) ? 'input field' : 'field';
};

/** Every type that is not shown, and of shown types every member and argument that is not. */
export const hiddenElements = (shown: GraphQLSchema, full: GraphQLSchema): HiddenElement[] =>
  Object.values(full.getTypeMap()).flatMap((type): HiddenElement[] => {
    const own = shown.getType(type.name);
    if (own === undefined) return [{ kind: 'type', coordinate: type.name, name: type.name, type: type.name }];
    return [...members(type)].flatMap(([name, { args = [] }]): HiddenElement[] => {
      const coordinate = `${type.name}.${name}`;
      const left = members(own).get(name);
      if (left === undefined) return [{ kind: kindOf(type), coordinate, name, type: type.name }];
      return args
        .filter((argument) => !left.args?.some((each) => each.name === argument.name))
        .map((argument) => ({
          kind: 'argument',
          coordinate: `${coordinate}(${argument.name}:)`,
          name: argument.name,
          type: type.name,
          field: name,
        }));
    });
  });

/** Names that are of hidden elements only: where one stands in an answer, the client wrote it. */
export const hiddenNames = (shown: GraphQLSchema, full: GraphQLSchema): string[] => {
  const known = namesIn(shown);
  return [...namesIn(full)].filter((name) => !known.has(name));
};

const namesIn = (schema: GraphQLSchema): ReadonlySet<string> =>
  new Set(
    Object.values(schema.getTypeMap()).flatMap((type) => [
      type.name,
      ...[...members(type)].flatMap(([name, { args = [] }]) => [name, ...args.map((argument) => argument.name)]),
    ]),
  );

/** A name as long as `name`, of the same form, which nothing has. */
export const madeUpName = (name: string): string => {
  const [first = ''] = name;
  const letter = name === name.toUpperCase() ? 'Q' : 'q';
  return (first === first.toUpperCase() ? 'Q' : 'q') + letter.repeat(name.length - 1);
};

/** Operations that name an element by every path; of another name they ask for that at the same place. */
export class Probes {
  readonly #schema: GraphQLSchema;
  /** Around a selection on a type: the shortest way from a root. */
  readonly #ways = new Map<string, (selection: string) => string>();

  /** @param schema what the audience is shown */
  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
    for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
      if (root) this.#findWays(root.name, (selection) => `${root.name.toLowerCase()} { ${selection} }`);
    }
  }

  of(element: HiddenElement, name: string): Probe[] {
    switch (element.kind) {
      case 'field':
        return this.#ofField(element.type, name);
      case 'argument':
        return this.#ofArgument(element, name);
      case 'input field':
        return this.#ofInput(element.type, { literal: `{ ${name}: 1 }`, value: { [name]: 1 } });
      case 'value':
        return this.#ofInput(element.type, { literal: name, value: name });
      default:
        return this.#ofType(name);
    }
  }

  #findWays(start: string, around: (selection: string) => string): void {
    let ends = [{ name: start, around }];
    while (ends.length > 0) {
      const next: typeof ends = [];
      for (const { name, around: outer } of ends) {
        if (this.#ways.has(name)) continue;
        this.#ways.set(name, outer);
        const type = this.#schema.getType(name);
        if (isObjectType(type) || isInterfaceType(type)) {
          for (const field of Object.values(type.getFields())) {
            const inner = (selection: string) => outer(`${field.name} { ${selection} }`);
            next.push({ name: getNamedType(field.type).name, around: inner });
          }
        }
        for (const { name: possible } of isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [])
          next.push({ name: possible, around: (selection) => outer(`... on ${possible} { ${selection} }`) });
      }
      ends = next;
    }
  }

  #on(type: string, ...selections: readonly string[]): Probe[] {
    const around = this.#ways.get(type) ?? ((selection: string) => `{ ... on ${type} { ${selection} } }`);
    return selections.map((selection) => {
      const text = around(selection);
      return selection.includes('$v') ? { query: withVariable(text, '$v: Int'), variables: { v: 1 } } : { query: text };
    });
  }

  #ofField(type: string, name: string): Probe[] {
    const [optional] = this.#on(type, `a: ${name} @include(if: $c)`);
    return [
      ...this.#on(type, name, `a: ${name}`, `${name} { __typename }`, `... { ... on ${type} { ${name}(id: 1) } }`),
      { query: withVariable(optional?.query ?? '', '$c: Boolean!'), variables: { c: false } },
      { query: `${this.#on(type, '...A')[0]?.query} fragment A on ${type} { ...B } fragment B on ${type} { ${name} }` },
    ];
  }

  #ofArgument({ type, field = '' }: HiddenElement, name: string): Probe[] {
    const owner = this.#schema.getType(type);
    const definition = isObjectType(owner) || isInterfaceType(owner) ? owner.getFields()[field] : undefined;
    const inner = definition ? innerOf(definition) : '';
    return this.#on(type, `${field}(${name}: 1)${inner}`, `${field}(${name}: $v)${inner}`, `${field}(${name}: {})`);
  }

  #ofType(name: string): Probe[] {
    const abstract = Object.values(this.#schema.getTypeMap()).filter(isAbstractType);
    return [
      ...abstract.flatMap((type) => this.#on(type.name, `... on ${name} { __typename }`)),
      { query: `{ __typename ...A } fragment A on ${name} { id }` },
      { query: `query($v: ${name}) { __typename }`, variables: { v: {} } },
      { query: `query($v: [${name}!] = []) { __typename }` },
      { query: `{ __type(name: "${name}") { name fields(includeDeprecated: true) { name } } }` },
      { query: 'query($n: String!) { __type(name: $n) { kind possibleTypes { name } } }', variables: { n: name } },
    ];
  }

  /** At the first arguments that take the type, as literals, variables and defaults. */
  #ofInput(type: string, { literal, value }: Written): Probe[] {
    const takers = [...this.#ways.keys()].flatMap((parent) => this.#takersIn(parent, type));
    const simplest = takers.toSorted((one, other) => one.required - other.required).slice(0, 3);
    return simplest.flatMap(({ parent, field, argument, inside }) => {
      const selection = (text: string) => `${field.name}(${argument.name}: ${text})${innerOf(field)}`;
      const text = inside === undefined ? literal : `{ ${inside}: ${literal} }`;
      const given = inside === undefined ? value : { [inside]: value };
      const asked = this.#on(parent, selection('$w'))[0]?.query ?? '';
      const nullable = String(argument.type).replace(/!$/, '');
      return [
        ...this.#on(parent, selection(text), selection(`[${text}]`)),
        { query: withVariable(asked, `$w: ${argument.type}`), variables: { w: given } },
        { query: withVariable(asked, `$w: ${argument.type}`), variables: { w: [given] } },
        { query: withVariable(asked, `$w: ${nullable} = ${text}`) },
      ];
    });
  }

  /** Arguments that take the type, or an input object that has a field of it. */
  #takersIn(parent: string, type: string): Taker[] {
    const owner = this.#schema.getType(parent);
    const fields = isObjectType(owner) ? Object.values(owner.getFields()) : [];
    return fields.flatMap((field) =>
      field.args.flatMap((argument): Taker[] => {
        const named = getNamedType(argument.type);
        const taker = { parent, field, argument, required: field.args.filter(isRequiredArgument).length };
        if (named.name === type) return [{ ...taker, inside: undefined }];
        const inner = isInputObjectType(named) ? Object.values(named.getFields()) : [];
        return inner
          .filter((each) => getNamedType(each.type).name === type)
          .map(({ name }) => ({ ...taker, inside: name }));
      }),
    );
  }
}

interface Written {
  literal: string;
  value: unknown;
}

interface Taker {
  parent: string;
  field: GraphQLField<unknown, unknown>;
  argument: GraphQLArgument;
  /** The field of the argument's input object that takes the type; undefined where the argument itself does. */
  inside: string | undefined;
  /** How many arguments must be given. */
  required: number;
}

const innerOf = ({ type }: GraphQLField<unknown, unknown>): string =>
  isLeafType(getNamedType(type)) ? '' : ' { __typename }';

const withVariable = (query: string, variable: string): string =>
  query.replace(/^(query|mutation|subscription)?/, (kind) => `${kind || 'query'}(${variable})`);
