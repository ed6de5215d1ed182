import type { Pool } from 'pg';
import type { Transition } from '../../subgraphs/kit/status.ts';
import { transition as participantMoves } from '../../subgraphs/pmo/participant/participant.status.ts';
import { transition as registrationMoves } from '../../subgraphs/pmo/registration/registration.status.ts';

type States = Readonly<Record<string, readonly string[]>>;

/** The shortest way from one state to another, without the first. */
const wayOf = (table: States, from: string, to: string): string[] => {
  const ways = [[from]];
  for (const way of ways) {
    const last = way.at(-1) ?? from;
    if (last === to) return way.slice(1);
    for (const next of table[last] ?? []) if (!way.includes(next)) ways.push([...way, next]);
  }
  throw new Error(`no way leads from ${from} to ${to}`);
};

const mover =
  (table: string, key: string, { table: states }: Transition<never>) =>
  async (pool: Pool, ids: readonly string[], to: string): Promise<void> => {
    const chosen = `${key} = any($1::uuid[])`;
    const { rows } = await pool.query(`select distinct status from ${table} where ${chosen}`, [ids]);
    for (const { status } of rows) {
      let from: string = status;
      for (const next of wayOf(states, from, to)) {
        const move = `update ${table} set status = $2 where ${chosen} and status = $3`;
        await pool.query(move, [ids, next, from]);
        from = next;
      }
    }
  };

/** Moves participants to a state, one allowed move after another. */
export const moveParticipantsTo = mover('participant', 'id', participantMoves as never);

/** The same for the registrations of these participants. */
export const moveRegistrationsTo = mover('registration', 'participant_id', registrationMoves as never);
