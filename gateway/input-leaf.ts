import { type GraphQLEnumType, type GraphQLLeafType, isEnumType, Kind, type ValueNode } from 'graphql';
import { DateScalar, DateTime, Rupiah } from '../subgraphs/kit/scalars.ts';

/** Throws an Error that says what it takes. */
type Check = (value: unknown) => unknown;

const expecting =
  (message: string, accepts: (value: unknown) => boolean): Check =>
  (value) => {
    if (!accepts(value)) throw new Error(message);
  };

const inInt = (value: unknown) => Number.isInteger(value) && Math.abs(value as number) <= 2 ** 31 && value !== 2 ** 31;

/** The scalars that we know. A subgraph checks them too; here a literal and a variable are told the same. */
const checks: ReadonlyMap<string, Check> = new Map([
  ['Int', expecting('Int must be a whole number of 32 bits, without quotes.', inInt)],
  ['Float', expecting('Float must be a number, without quotes.', Number.isFinite)],
  ['Boolean', expecting('Boolean must be true or false, without quotes.', (value) => typeof value === 'boolean')],
  ['String', expecting('String must be text in quotes.', (value) => typeof value === 'string')],
  [
    'ID',
    // A larger number has lost digits already when it was read from JSON.
    expecting('ID must be text in quotes, or a whole number below 2^53.', (value) => {
      return typeof value === 'string' || Number.isSafeInteger(value);
    }),
  ],
  ...[Rupiah, DateScalar, DateTime].map(({ name, parseValue }) => [name, parseValue] as const),
]);

/** Why `value`, which is not null, is none of `type`; undefined when it is, and for a scalar that only its owner knows. */
export const variableFault = (type: GraphQLLeafType, value: unknown): string | undefined => {
  if (isEnumType(type)) return enumFault(type, value);
  const check = checks.get(type.name);
  return check && thrownBy(() => check(value));
};

export const literalFault = (type: GraphQLLeafType, node: ValueNode): string | undefined => {
  if (isEnumType(type)) return enumFault(type, node.kind === Kind.ENUM ? node.value : undefined);
  const check = checks.get(type.name);
  return check && thrownBy(() => check(jsonOf(node, type.name)));
};

const enumFault = (type: GraphQLEnumType, value: unknown): string | undefined => {
  const isKnown = typeof value === 'string' && type.getValue(value);
  return isKnown ? undefined : `${type.name} must be one of its values; in a document they stand without quotes.`;
};

/** What would stand in JSON; nothing that any scalar takes for a literal that JSON cannot say. */
const jsonOf = (node: ValueNode, scalar: string): unknown => {
  if (node.kind === Kind.STRING || node.kind === Kind.BOOLEAN) return node.value;
  if (node.kind === Kind.INT) return Number(node.value);
  // Where a whole number is wanted `1.0` is none, though JSON makes it 1.
  return node.kind === Kind.FLOAT && scalar === 'Float' ? Number(node.value) : undefined;
};

const thrownBy = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};
