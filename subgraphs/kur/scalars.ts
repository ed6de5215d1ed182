import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const notRupiah = () =>
  new GraphQLError('An amount is a whole number of rupiah.', { extensions: { code: 'BAD_USER_INPUT' } });

const rupiahOf = (value: unknown): bigint => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw notRupiah();
  return BigInt(value);
};

/** Whole rupiah: a bigint here, an integer in JSON. */
const rupiah = new GraphQLScalarType<bigint, number>({
  name: 'Rupiah',
  serialize: (value) => Number(value),
  parseValue: rupiahOf,
  parseLiteral: (node) => {
    if (node.kind !== Kind.INT) throw notRupiah();
    return rupiahOf(Number(node.value));
  },
});

/** A moment, which this subgraph only returns. */
const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => (value as Date).toISOString(),
});

export const scalars = { Rupiah: rupiah, DateTime: dateTime };
