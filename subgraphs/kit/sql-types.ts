import pg from 'pg';

const INT8 = 20;
const DATE = 1082;
const INT8_ARRAY = 1016;

/** int8 is a bigint (money), a date stays `YYYY-MM-DD` (a day has no time zone), the rest is what pg makes of it. */
const parserOf = (oid: number, format?: 'text' | 'binary') => {
  if (oid === INT8) return BigInt;
  if (oid === DATE) return String;
  if (oid === INT8_ARRAY) return (text: string) => text.slice(1, -1).split(',').filter(Boolean).map(BigInt);
  return pg.types.getTypeParser(oid, format);
};

/** Value parsers of every statement that our own code writes. */
export const sqlTypes = { getTypeParser: parserOf as typeof pg.types.getTypeParser };
