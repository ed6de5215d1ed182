import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDateTimeISO, GraphQLLocalDate } from 'graphql-scalars';
import { BilingualError } from './bilingual-error.ts';
import type { Text } from './language.ts';

const wrong = (text: Text) => new BilingualError(text, { code: 'BAD_USER_INPUT' });

const notRupiah = {
  en: 'Rupiah must be a whole number, without decimals, quotes or separators.',
  id: 'Rupiah harus bilangan bulat, tanpa desimal, tanda kutip, atau pemisah.',
};

const toRupiah = (value: unknown): bigint => {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw wrong(notRupiah);
};

/** Whole rupiah: bigint in code, int8 in PostgreSQL, a JSON integer on the wire (safe to 2^53, Rp 9,007 trillion). */
export const Rupiah = new GraphQLScalarType<bigint, number>({
  name: 'Rupiah',
  description: 'An amount in whole Indonesian rupiah: a JSON integer, for example 3500000.',
  specifiedByURL: 'https://prakerja.test/scalars/rupiah',
  serialize: (value) => {
    const amount = Number(toRupiah(value));
    if (!Number.isSafeInteger(amount)) throw new RangeError('an amount left the range of a JSON integer');
    return amount;
  },
  parseValue: toRupiah,
  parseLiteral: (node) => toRupiah(node.kind === Kind.INT ? Number(node.value) : undefined),
});

// PostgreSQL has no year 0, and dates beyond 9999 are written otherwise.
const isInRange = (value: unknown) => {
  const text = value instanceof Date ? value.toISOString() : String(value);
  return /^\d{4}-/.test(text) && !text.startsWith('0000');
};

/** A scalar of the library that is written as a string, with one sentence for all that is wrong with a value. */
const written = <T, O>(library: GraphQLScalarType<T, O>, { name, expected }: { name: string; expected: Text }) => {
  const parse = (given: unknown): T => {
    try {
      const value = library.parseValue(typeof given === 'string' ? given : undefined);
      if (isInRange(value)) return value;
    } catch {
      // The library's words differ between literals and variables, and repeat what was sent.
    }
    throw wrong({ en: `${name} must be ${expected.en}.`, id: `${name} harus ${expected.id}.` });
  };
  const parseLiteral = (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : undefined);
  return { ...library.toConfig(), name, parseValue: parse, parseLiteral };
};

/** A day of the calendar, `YYYY-MM-DD`, as a string everywhere. */
export const DateScalar = new GraphQLScalarType({
  ...written(GraphQLLocalDate, {
    name: 'Date',
    expected: { en: 'a day of the calendar, as YYYY-MM-DD', id: 'tanggal kalender, ditulis YYYY-MM-DD' },
  }),
  description: 'A day, as YYYY-MM-DD. Deadlines are days of Asia/Jakarta.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date',
});

export const DateTime = new GraphQLScalarType({
  ...written(GraphQLDateTimeISO, {
    name: 'DateTime',
    expected: { en: 'a moment, as 2026-11-21T09:00:00+07:00', id: 'waktu, ditulis 2026-11-21T09:00:00+07:00' },
  }),
  description: 'A moment, as ISO 8601 with an offset, for example 2026-11-21T09:00:00.000Z.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
});
