import type { Queries } from '../database.ts';

/** What a credit bureau said, while the bank may use it. */
export interface BureauReport {
  applicationId: string;
  collectibility: number;
  openDebt: bigint;
  receivedAt: Date;
  expiresAt: Date;
}

const COLUMNS = `application_id as "applicationId", collectibility, open_debt as "openDebt", received_at as "receivedAt",
  expires_at as "expiresAt"`;

/** The report by which an application's present round is decided. */
export const reportOf = async (
  queries: Queries,
  { id, round }: { id: string; round: number },
): Promise<BureauReport | undefined> => {
  const where = 'where application_id = $1 and round = $2';
  const [found] = await queries.rows<BureauReport>(`select ${COLUMNS} from bureau_report ${where}`, [id, round]);
  return found;
};

export const reportsOf = (queries: Queries, ids: readonly string[], now: Date): Promise<BureauReport[]> =>
  queries.rows(`select ${COLUMNS} from bureau_report where application_id = any($1::uuid[]) and expires_at > $2`, [
    ids,
    now,
  ]);

const KEEP = `insert into bureau_report (application_id, round, collectibility, open_debt, received_at, expires_at)
  values ($1, $2, $3, $4, $5, $6)`;

export const keepReport = async (queries: Queries, report: BureauReport & { round: number }): Promise<void> => {
  const { applicationId, round, collectibility, openDebt, receivedAt, expiresAt } = report;
  await queries.rows(KEEP, [applicationId, round, collectibility, openDebt, receivedAt, expiresAt]);
};

/** Erases what may no longer be kept. */
export const eraseExpired = async (queries: Queries, now: Date): Promise<void> => {
  await queries.rows('delete from bureau_report where expires_at <= $1', [now]);
};
