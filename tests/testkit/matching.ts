import type { openPmo } from './pmo.ts';
import { callerOf } from './subgraph.ts';

type Pmo = Awaited<ReturnType<typeof openPmo>>;

const STANDING = `query ($id: ID!) { participant(id: $id) { identityMatch { state nextStep } } }`;
const REASON = `query ($id: ID!) { participant(id: $id) { identityMatch { state reason field } } }`;

export interface MatchAnswer {
  state: string;
  nextStep: string | null;
}

interface StandingAnswer<Match> {
  participant: { identityMatch: Match | null };
}

/** How matches with the civil registry stand, as people and officers see them and as the tables have them. */
export const matchingOf = (pmo: Pmo) => {
  const { pool } = pmo.database;
  const officer = callerOf('officer-1', 'participant:read identity:read');
  const standingOf = async (id: string) =>
    (await pmo.ask<StandingAnswer<MatchAnswer>>(callerOf(id, 'self'), STANDING, { id })).data.participant.identityMatch;
  const reasonOf = async (id: string) =>
    (await pmo.ask<StandingAnswer<object>>(officer, REASON, { id })).data.participant.identityMatch;
  /** Lets so much time pass, and asks about all who are due. */
  const pass = async (seconds: number) => {
    pmo.clock.advance(seconds * 1_000);
    await pmo.services.matchWork.tick();
  };
  const holderOf = async (nik: string): Promise<string | undefined> => {
    const text = 'select participant_id as id from nik_claim where nik_index = $1';
    return (await pool.query<{ id: string }>(text, [pmo.vault.blindIndex('nik', nik)])).rows[0]?.id;
  };
  return { standingOf, reasonOf, pass, holderOf };
};
