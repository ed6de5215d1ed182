import { execute, type Transaction } from '../../kit/database.ts';
import type { Side } from './curation.kind.ts';
import type { Actor } from './curation.policy.ts';
import { refusals } from './curation.refusal.ts';
import { TAKE_SIDES } from './curation.statement.ts';

interface Parties {
  owners: readonly string[];
  /** Who acts on the side that is taken. */
  actor: Actor;
  side: Side;
  /** Whether the organisation of who acts takes the side too. */
  isWithOrganization: boolean;
}

/**
 * Takes a side of a course for who acts, and that of its owners for them; a party keeps its side for ever.
 * @throws Refusal CONFLICT_OF_INTEREST when one of them is on another side
 */
export const takeSides = async (
  tx: Transaction,
  course: string,
  { owners, actor, side, isWithOrganization }: Parties,
): Promise<void> => {
  const wanted = new Map<string, Side>(owners.map((owner) => [`organization:${owner}`, 'OWNER']));
  const takes = [`person:${actor.person}`, ...(isWithOrganization ? [`organization:${actor.organization}`] : [])];
  for (const party of takes) {
    if ((wanted.get(party) ?? side) !== side) throw refusals.conflict();
    wanted.set(party, side);
  }
  const { rows } = await execute(tx, TAKE_SIDES, [course, [...wanted.keys()], [...wanted.values()]]);
  if (rows.some((row) => wanted.get(row.party) !== row.side)) throw refusals.conflict();
};
