import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { headKey, headsIn, type SignedHead } from '../../../subgraphs/payments/ledger/head.ts';
import { DEFAULT_DATA, vaultKeysOf } from '../places.ts';

export interface KeptHeads {
  heads: SignedHead[];
  forged: number;
}

/** The logs of payments in the stack's data directory, the rotated ones too. */
const logsOf = (data: string): string[] =>
  ['', '.1', '.2'].map((ending) => join(data, 'logs', `payments.log${ending}`)).filter((path) => existsSync(path));

/**
 * Reads the signed heads of the ledger from `logs`, or from the logs of the stack.
 * @throws Error when a file cannot be read, or there is no key to check signatures with
 */
export const keptHeads = (data: string | undefined, log: string | undefined): KeptHeads => {
  const logs = log === undefined ? logsOf(data ?? DEFAULT_DATA) : [log];
  if (logs.length === 0) return { heads: [], forged: 0 };
  const key = headKey(vaultKeysOf('payments', data));
  const found = logs.map((path) => headsIn(key, readFileSync(path, 'utf8')));
  return {
    heads: found.flatMap(({ heads }) => heads),
    forged: found.reduce((sum, { forged }) => sum + forged, 0),
  };
};
