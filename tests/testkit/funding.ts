import type { openPmo } from './pmo.ts';

interface FundingRequest {
  wave: number;
  attempt: number;
  quota: number;
  perPerson: number;
  year: number;
}

/** Stands in for payments, which answers requests for the money of waves. */
export const fundingsOf = ({ database, services, clock }: Awaited<ReturnType<typeof openPmo>>) => {
  const read = new Set<string>();
  /** Requests that were published since the last look. */
  const requests = async (): Promise<FundingRequest[]> => {
    const { rows } = await database.pool.query<{ id: string; data: FundingRequest }>(
      `select id, data from event_outbox where type = 'pmo.funding.requested' order by id`,
    );
    const fresh = rows.filter(({ id }) => !read.has(id));
    for (const { id } of fresh) read.add(id);
    return fresh.map(({ data }) => data);
  };
  /** Answers one request, as the inbox would deliver it: committed, or refused for a reason. */
  const answer = ({ wave, attempt }: Pick<FundingRequest, 'wave' | 'attempt'>, reason: string | null = null) => {
    const at = clock.now().toISOString();
    const outcome = reason === null ? ('COMMITTED' as const) : ('REFUSED' as const);
    return database.orm.em
      .fork()
      .transactional((tx) => services.fundings.decided(tx, { wave, attempt, outcome, reason, at }));
  };
  /** Commits all that is asked for. */
  const answerAll = async (): Promise<void> => {
    await services.fundings.tick();
    for (const request of await requests()) await answer(request);
  };
  return { requests, answer, answerAll };
};
