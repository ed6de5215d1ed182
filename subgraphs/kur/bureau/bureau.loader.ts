import DataLoader from 'dataloader';
import type { Queries } from '../database.ts';
import { type BureauReport, reportsOf } from './bureau.statement.ts';

/** Reports that hold now, one statement for all. */
export const bureauLoaders = (queries: Queries, now: () => Date) => ({
  reportOf: new DataLoader<string, BureauReport | null>(async (ids) => {
    const found = new Map((await reportsOf(queries, ids, now())).map((report) => [report.applicationId, report]));
    return ids.map((id) => found.get(id) ?? null);
  }),
});

export type BureauLoaders = ReturnType<typeof bureauLoaders>;
