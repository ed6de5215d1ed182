export { isAnyUnconfirmedSql, isFrozenSql } from './frozen.sql.ts';
export { type Outcome, outcomesAfter } from './outcomes.ts';
export { UnconfirmedEntries } from './unconfirmed.error.ts';
