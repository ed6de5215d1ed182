import { execute, type Transaction } from '../../kit/database.ts';
import type { Rejection } from '../disbursement/index.ts';
import { FINISH, WITHHOLD } from './batch.statement.ts';

interface WithheldItem extends Rejection {
  batch: string;
}

/** Notes the items of approved batches that are not ordered: what was approved is what is sent and what is withheld. */
export const noteWithheld = async (tx: Transaction, items: readonly WithheldItem[], now: Date): Promise<void> => {
  const columns = [items.map(({ batch }) => batch), items.map(({ id }) => id), items.map(({ because }) => because)];
  await execute(tx, WITHHOLD, [...columns, now]);
};

/** Ends the batches of which nothing is under way any more. */
export const finishBatches = async (tx: Transaction, now: Date): Promise<void> => {
  await execute(tx, FINISH, [now]);
};
