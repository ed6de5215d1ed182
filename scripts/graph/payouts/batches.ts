import { setTimeout as delay } from 'node:timers/promises';
import { progressBar } from '../../seed/progress.ts';
import type { Ask } from '../wave/ask.ts';

interface Totals {
  count: number;
  sum: number;
}

export interface Batch extends Totals {
  id: string;
  status: string;
  createdBy: string;
  isMadeByEngine: boolean;
  approvedBy: string | null;
  /** People about whose accounts the partners are still asked. */
  unchecked: number;
  progress: (Totals & { status: string })[];
  withheld: (Totals & { because: string })[];
}

const EVERY_MS = 500;

/** Payouts that do not move by themselves any more. */
const ends = ['SETTLED', 'REJECTED', 'RETURNED', 'WITHDRAWN', 'DUE'];

const ended = ({ count, progress }: Batch): number => {
  const left = progress.filter(({ status }) => !ends.includes(status));
  return count - left.reduce((sum, each) => sum + each.count, 0);
};

/** @throws Error when there is no such batch */
export const readBatch = async (ask: Ask, id: string): Promise<Batch> => {
  const { disbursementBatch } = await ask<{ disbursementBatch: Batch | null }>('ShowBatch', { id });
  if (!disbursementBatch) throw new Error(`there is no batch ${id}`);
  return disbursementBatch;
};

export const listBatches = async (ask: Ask): Promise<Batch[]> => {
  const answer = await ask<{ disbursementBatches: { nodes: Batch[] } }>('ListBatches', { first: 20 });
  return answer.disbursementBatches.nodes;
};

/** Shows how far a batch is, until it waits for a person or is over. */
export const watchBatch = async (ask: Ask, id: string): Promise<Batch> => {
  let checking: ((done: number) => void) | undefined;
  let paying: ((done: number) => void) | undefined;
  for (;;) {
    const batch = await readBatch(ask, id);
    if (batch.unchecked > 0) checking ??= progressBar(`Batch ${id}, accounts`, batch.count);
    checking?.(batch.count - batch.unchecked);
    if (batch.status === 'APPROVED') paying ??= progressBar(`Batch ${id}, payouts`, batch.count);
    paying?.(ended(batch));
    const isWaiting = batch.status === 'PENDING' && batch.unchecked === 0;
    const isSettled = batch.status === 'APPROVED' && ended(batch) === batch.count;
    if (isWaiting || isSettled || batch.status === 'DONE' || batch.status === 'REJECTED') return batch;
    await delay(EVERY_MS);
  }
};

const rupiah = (sum: number) => `Rp ${sum.toLocaleString('en')}`;

/** Writes a batch in a few lines. */
export const describeBatch = ({ id, status, count, sum, createdBy, approvedBy, progress, withheld }: Batch): string => {
  const states = progress.map((each) => `\n  ${each.status.padEnd(20)} ${each.count}, ${rupiah(each.sum)}`);
  const held = withheld.map((each) => `\n  withheld, ${each.because.padEnd(10)} ${each.count}, ${rupiah(each.sum)}`);
  const people = `made by ${createdBy}, ${approvedBy === null ? 'not approved' : `approved by ${approvedBy}`}`;
  return `batch ${id} is ${status}: ${count} payouts, ${rupiah(sum)}, ${people}${[...states, ...held].join('')}\n`;
};
