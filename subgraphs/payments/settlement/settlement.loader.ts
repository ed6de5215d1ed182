import { z } from 'zod';
import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { below, type IdKey, type Page } from '../../kit/page.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { LINES, RUN, RUNS, SETTLEMENT, SETTLEMENTS } from './settlement.statement.ts';

type Row = RowsOf<typeof SETTLEMENT>;

/** Lines are in the order in which they were gathered. */
export const lineKey = z.tuple([z.string().regex(/^\d{1,18}$/)]);
export type LineKey = z.infer<typeof lineKey>;

export const readRun = async (database: Database, id: string) =>
  isUuid(id) ? ((await database.rows(RUN, [id]))[0] ?? null) : null;

/** A page of runs, newest first. */
export const listRuns = (database: Database, page: Page<IdKey>) => database.rows(RUNS, [below(page), page.first + 1]);

export const findSettlement = async (database: Database, id: string): Promise<Row | null> =>
  isUuid(id) ? ((await database.rows(SETTLEMENT, [id]))[0] ?? null) : null;

/** A page of settlements, newest first: of a run, or those of a party that are approved; of all where both are null. */
export const listSettlements = (
  database: Database,
  page: Page<IdKey>,
  { run, party }: { run: string | null; party: string | null },
): Promise<Row[]> => database.rows(SETTLEMENTS, [below(page), page.first + 1, run, party]);

/** A page of the lines of a settlement. */
export const listLines = (
  database: Database,
  page: Page<LineKey>,
  { runId, kind, organizationId }: Pick<Row, 'runId' | 'kind' | 'organizationId'>,
) => database.rows(LINES, [runId, kind, organizationId, page.after?.[0] ?? '0', page.first + 1]);
