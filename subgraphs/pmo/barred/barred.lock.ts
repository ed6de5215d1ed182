import { execute, type Transaction } from '../../kit/database.ts';

// "list", as a key of an advisory lock.
const KEY = 0x6c_69_73_74;

/** Keeps versions of lists from taking effect until the transaction ends: what it judges stays true. */
export const holdLists = (tx: Transaction) => execute(tx, 'select pg_advisory_xact_lock_shared($1)', [KEY]);

/** Waits for those who judge by the lists, and keeps others waiting until the transaction ends. */
export const changeLists = (tx: Transaction) => execute(tx, 'select pg_advisory_xact_lock($1)', [KEY]);
