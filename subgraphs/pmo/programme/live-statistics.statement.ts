import { column, statement } from '../../kit/statement.ts';

/** Counts people and awards in one pass over each table, however many there are. */
export const COUNT = statement(
  'programme-live-statistics',
  { registered: column.float8, awarded: column.float8, revoked: column.float8, alumni: column.float8 },
  `select (select count(*) from participant)::float8 as registered,
      (select count(*) from award_claim)::float8 as awarded,
      (select count(*) from participant where status = 'REVOKED')::float8 as revoked,
      (select count(*) from participant where status = 'ALUMNI')::float8 as alumni`,
);
