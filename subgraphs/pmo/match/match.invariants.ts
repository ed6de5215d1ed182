import type { Invariant } from '../../kit/invariant.ts';
import { isFrozenSql } from '../draw/index.ts';

// No dispute took the NIK from them.
const lostNothing = `not exists (
    select from identity_dispute
    where identity_dispute.holder_id = unconfirmed_identity.participant_id and identity_dispute.status = 'GRANTED'
  )`;

/** What must hold of claims on NIKs, and of waves for it. */
export const matchInvariants: readonly Invariant[] = [
  {
    name: 'nobody holds a NIK and waits for the civil registry at once',
    sql: 'select participant_id from unconfirmed_identity join nik_claim using (participant_id)',
  },
  {
    name: 'whoever registered holds their NIK, or waits for the civil registry, or was told no',
    sql: `select participant_id from participant_identity
      where not exists (select from nik_claim where nik_claim.participant_id = participant_identity.participant_id)
        and not exists (
          select from unconfirmed_identity where unconfirmed_identity.participant_id = participant_identity.participant_id
        )`,
  },
  {
    name: 'whoever is confirmed has a moment at which they were',
    sql: `select participant_id from nik_claim where (basis = 'LEGACY') <> (confirmed_at is null)`,
  },
  {
    name: 'nobody whose identity is not confirmed is an entry of a frozen wave, or was selected before a dispute took the NIK',
    sql: `select wave_number, participant_id from registration join unconfirmed_identity using (participant_id)
      where (registration.status = 'ELIGIBLE' or registration.status = 'SELECTED' and ${lostNothing}) and ${isFrozenSql('registration.wave_number')}`,
  },
  {
    name: 'nobody whose identity is not confirmed holds a place on a family card or an award, unless a dispute took the NIK from them',
    sql: `select participant_id from unconfirmed_identity join kk_claim using (participant_id)
      where kk_claim.kk_index <> uuid_send(participant_id)
      union all
      select participant_id from unconfirmed_identity join award_claim using (participant_id)
      where revoked_at is null and ${lostNothing}`,
  },
];
