import type { Invariant } from '../../kit/invariant.ts';

/** At most two people of a family card: the keys of `kk_claim` keep it for those who hold a place, and these say who does. */
export const invariants: readonly Invariant[] = [
  {
    name: 'whoever is in a wave or awarded holds a place on a family card, where theirs is known',
    sql: `select participant_id, wave_number from (
        select participant_id, wave_number from registration where status in ('JOINED', 'ELIGIBLE')
        union select participant_id, wave_number from award_claim
      ) as holder join participant_identity using (participant_id)
      where kk_index is not null and not exists (
        select from kk_claim where kk_claim.participant_id = holder.participant_id
      )`,
  },
  {
    name: 'whoever holds a place on a family card is in a wave or awarded',
    sql: `select participant_id, wave_number from kk_claim where not exists (
        select from registration where registration.wave_number = kk_claim.wave_number
          and registration.participant_id = kk_claim.participant_id and status in ('JOINED', 'ELIGIBLE', 'SELECTED')
      )`,
  },
  {
    name: 'a place is on the own family card, or on a card of its holder alone until their identity is confirmed',
    sql: `select participant_id from kk_claim join participant_identity card using (participant_id)
      where card.kk_index is not null and card.kk_index <> kk_claim.kk_index and not (
        kk_claim.kk_index = uuid_send(participant_id)
        and exists (select from unconfirmed_identity where unconfirmed_identity.participant_id = kk_claim.participant_id)
      )`,
  },
];
