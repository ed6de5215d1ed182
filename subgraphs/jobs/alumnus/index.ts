import type { Transaction } from '../../kit/database.ts';

export interface OpenedPseudonym {
  pseudonym: string;
  participantId: string;
}

/** Stands in until the one of wt-alumni is merged. */
export const openPseudonyms = async (
  _transaction: Transaction,
  _wanted: { portal: string; pseudonyms: readonly string[]; now: Date },
): Promise<OpenedPseudonym[]> => [];
