import type { Invariant } from '../../kit/invariant.ts';
import { isAttested } from './wallet.status.ts';

export const invariants: readonly Invariant[] = [
  {
    name: 'a verified account is of one person, for ever',
    sql: `select wallet.participant_id from wallet join account_claim using (partner_code, number_index)
      where verified_at is not null and account_claim.participant_id <> wallet.participant_id`,
  },
  {
    name: 'a wallet that was checked is verified by the NIK that pmo attested, and by no other',
    sql: `select wallet.participant_id from wallet left join nik_attestation using (participant_id)
      where checked_at is not null and verified_at is not null
        and (${isAttested}) is not true`,
  },
];
