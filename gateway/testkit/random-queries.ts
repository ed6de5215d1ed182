import {
  type GraphQLArgument,
  type GraphQLNamedOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isRequiredArgument,
} from 'graphql';
import { fieldsOf } from './entity-pairs.ts';
import { isValidText } from './valid-text.ts';

const awkward = ['x', 'id', '_a0', '_a1', '_e0', '_entities', 'representations', 'Query', 'F0'];
const conditions = [' @include(if: $yes)', ' @skip(if: $yes)', ' @include(if: $no)', ' @skip(if: $no)'];
export const variables = { yes: true, no: false };

/** Writes valid queries at random, always the same ones for a seed: aliases, fragments, conditions, repeated fields. */
export class RandomQueries {
  readonly #schema: GraphQLSchema;
  #seed: number;
  #fragments: string[] = [];

  constructor(schema: GraphQLSchema, seed: number) {
    this.#schema = schema;
    this.#seed = seed;
  }

  take(count: number): string[] {
    const queries: string[] = [];
    while (queries.length < count) {
      const query = this.#query();
      if (isValidText(this.#schema, query)) queries.push(query);
    }
    return queries;
  }

  #query(): string {
    this.#fragments = [];
    const root = this.#schema.getQueryType();
    const uses = '... @include(if: $yes) { __typename } ... @skip(if: $no) { __typename }';
    const selections = root ? this.#selections(root, 5) : '';
    return `query ($yes: Boolean!, $no: Boolean!) { ${selections} ${uses} } ${this.#fragments.join(' ')}`;
  }

  #below(limit: number): number {
    this.#seed = (Math.imul(this.#seed, 1103515245) + 12345) >>> 0;
    return Math.floor(((this.#seed >>> 8) / 2 ** 24) * limit);
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#below(items.length)] as T;
  }

  #selections(type: GraphQLNamedOutputType, depth: number): string {
    const selections = Array.from({ length: 1 + this.#below(4) }, () => this.#selection(type, depth));
    return selections.filter(Boolean).join(' ') || '__typename';
  }

  #selection(type: GraphQLNamedOutputType, depth: number): string {
    const condition = this.#below(12) === 0 ? this.#pick(conditions) : '';
    const kind = this.#below(10);
    if (kind === 0) return `${this.#alias(type)}__typename${condition}`;
    if (kind === 1 && depth > 0) return `...${condition} { ${this.#selections(type, depth - 1)} }`;
    if (kind === 2 && depth > 0) return `...${this.#fragment(type, depth - 1)}${condition}`;
    if (kind <= 4 && depth > 0 && isAbstractType(type)) {
      const possible = this.#pick(this.#schema.getPossibleTypes(type));
      return `... on ${possible.name}${condition} { ${this.#selections(possible, depth - 1)} }`;
    }
    return this.#field(type, { depth, condition });
  }

  #fragment(type: GraphQLNamedOutputType, depth: number): string {
    const index = this.#fragments.push('') - 1;
    this.#fragments[index] = `fragment F${index} on ${type.name} { ${this.#selections(type, depth)} }`;
    return `F${index}`;
  }

  #field(type: GraphQLNamedOutputType, { depth, condition }: { depth: number; condition: string }): string {
    const isUsable = (of: { type: Parameters<typeof getNamedType>[0]; args: readonly GraphQLArgument[] }) =>
      (depth > 0 || isLeafType(getNamedType(of.type))) &&
      of.args.every((arg) => !isInputObjectType(getNamedType(arg.type)));
    const fields = fieldsOf(type).filter(isUsable);
    if (fields.length === 0) return '';
    const { name, args, type: fieldType } = this.#pick(fields);
    const given = args.filter((arg) => isRequiredArgument(arg) || this.#below(3) === 0);
    const written = given.map((arg) => `${arg.name}: ${this.#literal(arg)}`).join(', ');
    const named = getNamedType(fieldType);
    const inner = isLeafType(named) ? '' : ` { ${this.#selections(named, depth - 1)} }`;
    return `${this.#alias(type)}${name}${written && `(${written})`}${condition}${inner}`;
  }

  #alias(type: GraphQLNamedOutputType): string {
    if (this.#below(2) === 0) return '';
    const names = fieldsOf(type).map(({ name }) => name);
    return `${this.#pick(names.length > 0 && this.#below(4) > 0 ? names : awkward)}: `;
  }

  #literal({ type }: GraphQLArgument): string {
    const named = getNamedType(type);
    if (isEnumType(named)) return this.#pick(named.getValues()).name;
    if (named.name === 'Int') return String(1 + this.#below(3));
    if (named.name === 'Boolean') return String(this.#below(2) === 0);
    if (named.name === 'Rupiah') return String(1 + this.#below(3));
    const day = `2023-02-0${1 + this.#below(3)}`;
    if (named.name === 'Date') return `"${day}"`;
    if (named.name === 'DateTime') return `"${day}T09:00:00Z"`;
    return `"x${1 + this.#below(3)}"`;
  }
}
