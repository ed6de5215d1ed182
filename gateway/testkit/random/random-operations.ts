import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  OperationTypeNode,
} from 'graphql';
import { fieldsOf } from '../entity-pairs.ts';
import { isValidText } from '../valid-text.ts';
import type { Random } from './random.ts';

const awkward = ['x', 'id', '_a0', '_e0', '_entities', 'representations', 'Query', '_internal_qp_alias_0'];
const conditions = ['@include(if: $yes)', '@skip(if: $yes)', '@include(if: $no)', '@skip(if: $no)'];

/** An operation with its variables. */
export interface RandomOperation {
  query: string;
  variables: Record<string, unknown>;
}

/** Writes valid operations at random. */
export class RandomOperations {
  readonly #schema: GraphQLSchema;
  readonly #random: Random;
  #fragments: string[] = [];
  #declared: string[] = [];
  #variables: Record<string, unknown> = {};
  /** How many more fields. */
  #left = 0;
  /** Percent of the fields that get another name: many of these make an operation that is not valid, or small. */
  #aliased = 0;
  /** Percent of the fields that lead to objects, where some do. */
  #deep = 0;

  constructor(schema: GraphQLSchema, random: Random) {
    this.#schema = schema;
    this.#random = random;
  }

  /** The longest of a few, since small ones are valid most often. Undefined where one after the other is not valid. */
  next(): RandomOperation | undefined {
    const valid: RandomOperation[] = [];
    const enough = this.#random.pick([1, 1, 3]);
    for (let attempt = 0; attempt < 30 && valid.length < enough; attempt++) {
      const operation = this.#operation();
      if (isValidText(this.#schema, operation.query)) valid.push(operation);
    }
    return valid.sort((one, other) => other.query.length - one.query.length)[0];
  }

  #operation(): RandomOperation {
    this.#fragments = [];
    this.#declared = ['$yes: Boolean!', '$no: Boolean = false'];
    this.#variables = { yes: true, ...(this.#random.chance(50) && { no: false }) };
    this.#left = 6 + this.#random.below(24);
    this.#aliased = this.#random.pick([0, 15, 45]);
    this.#deep = this.#random.pick([0, 40, 70]);
    const kind = this.#kind();
    const root = this.#schema.getRootType(kind) as GraphQLObjectType;
    const isEvent = kind === OperationTypeNode.SUBSCRIPTION;
    const selections = isEvent ? this.#event(root) : this.#selections(root, 4);
    const uses = isEvent ? '' : '... @include(if: $yes) { __typename } ... @skip(if: $no) { __typename }';
    const declared = isEvent ? this.#declared.filter((each) => selections.includes(nameOf(each))) : this.#declared;
    const head = declared.length > 0 ? `(${declared.join(', ')})` : '';
    return {
      query: `${kind} ${head} { ${selections} ${uses} } ${this.#fragments.join(' ')}`,
      variables: this.#variables,
    };
  }

  #kind(): OperationTypeNode {
    const drawn = this.#random.below(10);
    const kind =
      drawn < 7 ? OperationTypeNode.QUERY : drawn < 9 ? OperationTypeNode.MUTATION : OperationTypeNode.SUBSCRIPTION;
    return this.#schema.getRootType(kind) ? kind : OperationTypeNode.QUERY;
  }

  #event(root: GraphQLObjectType): string {
    return this.#call(this.#random.pick(fieldsOf(root)), { depth: 4, prefix: '', condition: '' });
  }

  #selections(type: GraphQLNamedOutputType, depth: number): string {
    const selections = Array.from({ length: 1 + this.#random.below(4) }, () => this.#selection(type, depth));
    return selections.filter(Boolean).join(' ') || '__typename';
  }

  #selection(type: GraphQLNamedOutputType, depth: number): string {
    const condition = this.#random.chance(8) ? ` ${this.#random.pick(conditions)}` : '';
    const kind = this.#random.below(12);
    if (kind === 0) return `${this.#alias(type)}__typename${condition}`;
    if (depth > 0 && kind === 1) return `...${condition} { ${this.#selections(type, depth - 1)} }`;
    if (depth > 0 && kind === 2) return `...${this.#fragment(type, depth - 1)}${condition}`;
    if (depth > 0 && kind <= 7 && isAbstractType(type)) return this.#typed(type, { depth, condition });
    const field = this.#field(type, { depth, condition });
    return field !== '' && this.#random.chance(20) ? `${field} ${this.#again(field, type, depth)}` : field;
  }

  /** The same field once more, with other arguments and selections. */
  #again(written: string, type: GraphQLNamedOutputType, depth: number): string {
    const [, name] = /^(?:\w+: )?(\w+)/.exec(written) ?? [];
    const field = fieldsOf(type).find((each) => each.name === name);
    return field ? this.#call(field, { depth, prefix: `again${Math.abs(this.#left)}: `, condition: '' }) : '';
  }

  /** A fragment on one of the types, or once more on the same. */
  #typed(type: GraphQLNamedOutputType, { depth, condition }: { depth: number; condition: string }): string {
    const possible = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [];
    const others = Object.values(this.#schema.getTypeMap()).filter(
      (other) => isAbstractType(other) && possible.some((each) => this.#schema.isSubType(other, each)),
    ) as GraphQLNamedOutputType[];
    if (this.#random.chance(40)) return this.#variants(type, { depth, condition });
    const on = this.#random.chance(25) ? this.#random.pick(others) : this.#random.pick(possible);
    return `... on ${on.name}${condition} { ${this.#selections(on, depth - 1)} }`;
  }

  /** What is alike of some of the types and a little other of the rest, which share an interface. */
  #variants(type: GraphQLNamedOutputType, { depth, condition }: { depth: number; condition: string }): string {
    const possible = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [];
    const common = isInterfaceType(type) ? type : this.#random.pick(possible.flatMap((each) => each.getInterfaces()));
    if (common === undefined) return this.#namesakes(possible, { depth, condition });
    if (this.#random.chance(fieldsOf(common).length === 1 ? 85 : 25)) return this.#ways(possible, common);
    const leading = this.#random.pick(fieldsOf(common).filter((each) => !isLeafType(getNamedType(each.type))));
    const part = () =>
      leading && depth > 1 && this.#random.chance(60)
        ? this.#call(leading, { depth: depth - 1, prefix: '', condition: '' })
        : this.#selections(common, depth - 1);
    const inner = part();
    const both = [inner, inner, this.#random.chance(50) ? part() : this.#withOtherNumbers(inner)];
    const isOwn = this.#random.chance(30);
    const members = possible.filter((each) => this.#schema.isSubType(common, each));
    const written = members.map((each) => {
      const selections = isOwn ? this.#selections(each, depth - 1) : this.#random.pick(both);
      return `... on ${each.name}${condition} { ${selections} }`;
    });
    return written.join(' ');
  }

  /** Some leaves at the end of one way, other ones for each of the types. */
  #ways(possible: readonly GraphQLObjectType[], common: GraphQLNamedOutputType): string {
    const way: GraphQLField<unknown, unknown>[] = [];
    let end = common;
    for (let left = this.#random.pick([1, 2, 2, 3]); left > 0; left--) {
      const next = this.#random.pick(fieldsOf(end).filter(({ type }) => !isLeafType(getNamedType(type))));
      if (next === undefined || next.args.some(isRequiredArgument)) break;
      way.push(next);
      end = getNamedType(next.type);
    }
    const leaves = fieldsOf(end).filter(
      ({ name, type, args }) => isLeafType(getNamedType(type)) && args.length === 0 && name !== 'id',
    );
    return possible
      .map((type) => {
        const chosen = this.#random.shuffled(leaves).slice(0, 2);
        const inner = chosen.map(({ name }) => name).join(' ') || '__typename';
        return `... on ${type.name} { ${way.reduceRight((text, { name }) => `${name} { ${text} }`, inner)} }`;
      })
      .join(' ');
  }

  /** Fields of one name, asked of each of the types that has one. */
  #namesakes(
    possible: readonly GraphQLObjectType[],
    { depth, condition }: { depth: number; condition: string },
  ): string {
    const names = new Set(possible.flatMap((each) => fieldsOf(each).map(({ name }) => name)));
    const chosen = this.#random.some([...names], 1).slice(0, 3);
    const written = new Map<string, string>();
    const textOf = (field: GraphQLField<unknown, unknown>) => {
      const key = `${field.name} ${field.type}`;
      const text = written.get(key) ?? this.#call(field, { depth: depth - 1, prefix: '', condition: '' });
      written.set(key, text);
      return text;
    };
    const parts = possible.map((type) => {
      const fields = fieldsOf(type).filter(({ name }) => chosen.includes(name));
      return `... on ${type.name}${condition} { ${fields.map(textOf).join(' ') || '__typename'} }`;
    });
    return parts.join(' ');
  }

  #withOtherNumbers(written: string): string {
    return written.replaceAll(/(?<=\w: )\d+\b/g, () => String(this.#random.below(4)));
  }

  #fragment(type: GraphQLNamedOutputType, depth: number): string {
    const index = this.#fragments.push('') - 1;
    this.#fragments[index] = `fragment F${index} on ${type.name} { ${this.#selections(type, depth)} }`;
    return `F${index}`;
  }

  #field(type: GraphQLNamedOutputType, { depth, condition }: { depth: number; condition: string }): string {
    const isDeep = depth > 0 && this.#left > 0;
    const fields = fieldsOf(type).filter((each) => isDeep || isLeafType(getNamedType(each.type)));
    if (fields.length === 0) return '';
    const leading = this.#random.chance(this.#deep)
      ? fields.filter((each) => !isLeafType(getNamedType(each.type)))
      : [];
    return this.#call(this.#random.pick(leading.length > 0 ? leading : fields), {
      depth,
      prefix: this.#alias(type),
      condition,
    });
  }

  #call(
    { name, args, type }: GraphQLField<unknown, unknown>,
    { depth, prefix, condition }: { depth: number; prefix: string; condition: string },
  ): string {
    this.#left--;
    const given = args.filter((arg) => isRequiredArgument(arg) || this.#random.chance(50));
    const written = given.map((arg) => `${arg.name}: ${this.#argument(arg)}`).join(', ');
    const named = getNamedType(type);
    const inner = isLeafType(named) ? '' : ` { ${this.#inner(named, depth - 1)} }`;
    return `${prefix}${name}${written && `(${written})`}${condition}${inner}`;
  }

  #inner(type: GraphQLNamedOutputType, depth: number): string {
    const isVaried = isAbstractType(type) && depth > 1 && this.#random.chance(40);
    return (isVaried && this.#variants(type, { depth, condition: '' })) || this.#selections(type, depth);
  }

  #alias(type: GraphQLNamedOutputType): string {
    if (!this.#random.chance(this.#aliased)) return '';
    const names = fieldsOf(type).map(({ name }) => name);
    return `${this.#random.pick(names.length > 0 && this.#random.chance(75) ? names : awkward)}: `;
  }

  #argument({ type }: GraphQLArgument): string {
    if (this.#random.chance(60)) return literal(this.#value(type, 2), type);
    const name = `v${this.#declared.length}`;
    const isAbsent = this.#random.chance(30);
    const isDefaulted = isAbsent && (isNonNullType(type) || this.#random.chance(40));
    const fallback = isDefaulted || this.#random.chance(15) ? ` = ${literal(this.#value(type, 1), type)}` : '';
    this.#declared.push(`$${name}: ${type}${fallback}`);
    if (!isAbsent) this.#variables[name] = this.#value(type, 2);
    return `$${name}`;
  }

  #value(type: GraphQLInputType, depth: number): unknown {
    if (isNonNullType(type)) return this.#value(type.ofType, depth);
    if (isListType(type)) return [this.#value(type.ofType, depth)];
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(() => depth > 0 && this.#random.chance(40));
      return Object.fromEntries(fields.map((field) => [field.name, this.#value(field.type, depth - 1)]));
    }
    if (isEnumType(type)) return this.#random.pick(type.getValues()).name;
    if (type.name === 'Int') return this.#random.below(4);
    return type.name === 'Boolean' ? this.#random.chance(50) : `x${this.#random.below(3)}`;
  }
}

const nameOf = (declared: string): string => declared.slice(0, declared.indexOf(':'));

const literal = (value: unknown, type: GraphQLInputType): string => {
  if (isNonNullType(type)) return literal(value, type.ofType);
  if (isListType(type)) return `[${(value as unknown[]).map((item) => literal(item, type.ofType)).join()}]`;
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    const written = Object.entries(value as object).flatMap(([key, item]) => {
      const field = fields[key];
      return field ? [`${key}: ${literal(item, field.type)}`] : [];
    });
    return `{${written.join(', ')}}`;
  }
  return isEnumType(type) ? String(value) : JSON.stringify(value);
};
