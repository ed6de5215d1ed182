import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { Arguments } from './access-document.ts';
import { rowsOf } from './people.ts';

const OPEN = `insert into identity_dispute (id, participant_id, nik_index, evidence, opened_at)
  select $1, participant_id, nik_index, 'Matriks', now() from nik_claim where participant_id = $2`;
const SAY = `insert into identity_dispute_opinion (dispute_id, number, outcome, reason, officer, stated_at)
  values ($1, 1, 'GRANTED', 'Matriks', 'matrix-1', now()), ($1, 2, 'GRANTED', 'Matriks', 'matrix-2', now())`;
const PROPOSE = `update identity_dispute set status = 'PROPOSED' where id = $1`;
const DECIDE = `update identity_dispute set status = 'GRANTED', holder_id = $2, decided_at = now() where id = $1`;

/** A dispute that a person has won from another one: none of its fields is null. */
export const winDispute = async (victim: string, holder: string): Promise<void> => {
  const id = uuidv7();
  await rowsOf('pmo', OPEN, [id, victim]);
  await rowsOf('pmo', SAY, [id]);
  await rowsOf('pmo', PROPOSE, [id]);
  await rowsOf('pmo', DECIDE, [id, holder]);
};

/** Arguments of what is done about disputes and the civil registry. */
export const disputesGiven = (key: string): Arguments => ({
  'Mutation.openIdentityDispute': `evidence: "Matriks", ${key}`,
  'Mutation.decideIdentityDispute': `id: "${uuidv7()}", outcome: GRANTED, reason: "Matriks"`,
  'Mutation.proposeMatchWaiver': 'number: 1003, reason: "Matriks"',
  'Mutation.approveMatchWaiver': 'number: 1003',
});
