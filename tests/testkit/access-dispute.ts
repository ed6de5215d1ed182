import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { Arguments } from './access-document.ts';
import { rowsOf } from './people.ts';

const OPEN = `insert into identity_dispute (id, participant_id, nik_index, evidence, opened_at)
  select $1, participant_id, nik_index, 'Matriks', now() from (
    select participant_id, nik_index from nik_claim union all select participant_id, nik_index from unconfirmed_identity
  ) as known where participant_id = $2`;
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

/** All at once: whoever is in both tables is nobody, and the recheck of who lost a NIK would bar the person. */
const LOSE = `do $lose$ declare loser uuid := '%'; begin
  if exists (select from unconfirmed_identity where participant_id = loser) then return; end if;
  insert into unconfirmed_identity (participant_id, nik_index, state, reason, field, since)
    select participant_id, nik_index, 'NOT_CONFIRMED', 'NO_MATCH', 'NAME', now() from nik_claim
    where participant_id = loser;
  delete from nik_claim where participant_id = loser;
  delete from standing_recheck where participant_id = loser;
end $lose$`;

/** Leaves an identity that the registry does not confirm, none of whose fields is null, as after a dispute that was lost. */
export const loseNik = async (victim: string, stranger: string): Promise<void> => {
  await winDispute(stranger, victim);
  await rowsOf('pmo', LOSE.replace('%', victim));
};

/** Arguments of what is done about disputes and the civil registry. */
export const disputesGiven = (key: string): Arguments => ({
  'Mutation.openIdentityDispute': `evidence: "Matriks", ${key}`,
  'Mutation.decideIdentityDispute': `id: "${uuidv7()}", outcome: GRANTED, reason: "Matriks"`,
  'Mutation.proposeMatchWaiver': 'number: 1003, reason: "Matriks"',
  'Mutation.approveMatchWaiver': 'number: 1003',
});
