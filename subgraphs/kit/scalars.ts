import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTimeISO, GraphQLLocalDate } from 'graphql-scalars';

const toRupiah = (value: unknown): bigint => {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw new GraphQLError('Rupiah must be a whole number, without decimals, quotes or separators.', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
};

/** Whole rupiah: bigint in code, int8 in PostgreSQL, a JSON integer on the wire (safe to 2^53, Rp 9,007 trillion). */
export const Rupiah = new GraphQLScalarType<bigint, number>({
  name: 'Rupiah',
  description: 'An amount in whole Indonesian rupiah: a JSON integer, for example 3500000.',
  serialize: (value) => {
    const amount = Number(toRupiah(value));
    if (!Number.isSafeInteger(amount)) throw new RangeError('an amount left the range of a JSON integer');
    return amount;
  },
  parseValue: toRupiah,
  parseLiteral: (node) => toRupiah(node.kind === Kind.INT ? Number(node.value) : undefined),
});

/** A day of the calendar, `YYYY-MM-DD`, as a string everywhere. */
export const DateScalar = new GraphQLScalarType({
  ...GraphQLLocalDate.toConfig(),
  name: 'Date',
  description: 'A day, as YYYY-MM-DD. Deadlines are days of Asia/Jakarta.',
  specifiedByURL: null,
});

export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description: 'A moment, as ISO 8601 with an offset, for example 2026-11-21T09:00:00.000Z.',
  specifiedByURL: null,
});
