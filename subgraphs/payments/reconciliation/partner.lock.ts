import { execute, type Transaction } from '../../kit/database.ts';

// "reco", for the first half of an advisory lock's key.
const KEY = 0x72_65_63_6f;

/** One at a time says what a partner's files mean: two files, or a file and a decision, never account for one order. */
export const holdPartner = (tx: Transaction, partner: string) =>
  execute(tx, 'select pg_advisory_xact_lock($1, hashtext($2))', [KEY, partner]);
