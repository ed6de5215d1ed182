import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { RevocationOutcome } from '../../subgraphs/pmo/revocation/revocation.events.ts';
import type { openPmo } from './pmo.ts';

export interface Proposal {
  proposal: string;
  wave: number;
  deadline: string;
  participants: string[];
}

/** Stands in for payments, which answers proposals of revocation. */
export const revocationsOf = ({ database, services, clock, runner }: Awaited<ReturnType<typeof openPmo>>) => {
  const read = new Set<string>();
  /** Proposals that were published since the last look. */
  const proposals = async (): Promise<Proposal[]> => {
    const { rows } = await database.pool.query<{ id: string; data: Proposal }>(
      `select id, data from event_outbox where type = 'pmo.revocation.proposed' and id::text <> all($1::text[])
        order by id`,
      [[...read]],
    );
    for (const { id } of rows) read.add(String(id));
    return rows.map(({ data }) => data);
  };
  /** Answers one proposal, as the inbox would deliver it. */
  const answer = (
    { proposal, wave, participants }: Pick<Proposal, 'proposal' | 'wave' | 'participants'>,
    outcomeOf: (participant: string) => RevocationOutcome = () => 'RETURNED',
  ): Promise<void> => {
    const decisions = participants.map((participant) => ({ participant, outcome: outcomeOf(participant) }));
    const event = { id: uuidv7(), requestid: 'request-0001' } as never;
    const at = clock.now().toISOString();
    return database.orm.em
      .fork()
      .transactional((tx) => services.revokes.decided(tx, { proposal, wave, at, decisions }, event));
  };
  /** Answers all that is asked, and lets the wave go on. */
  const answerAll = async (outcomeOf?: (participant: string) => RevocationOutcome): Promise<void> => {
    for (const proposal of await proposals()) await answer(proposal, outcomeOf);
    await runner.tick();
  };
  return { proposals, answer, answerAll };
};
