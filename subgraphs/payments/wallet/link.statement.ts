import { column, statement } from '../../kit/statement.ts';
import type { WalletState } from './wallet.status.ts';

/** A person's wallet, locked. */
export const CURRENT = statement(
  'wallet-current',
  {
    partner: column.text,
    index: column.bytea.orNull,
    state: column.text.as<WalletState>(),
    usableFrom: column.timestamptz.orNull,
  },
  `select partner_code as partner, number_index as index, state, usable_from as "usableFrom"
  from wallet where participant_id = $1 for update`,
);

/** Decides whether an account was verified as another person's, now or ever. */
export const IS_OF_ANOTHER = statement(
  'account-is-of-another',
  { isOfAnother: column.bool },
  `select exists (select from account_claim
      where partner_code = $1 and number_index = $2 and participant_id <> $3)
    or exists (select from wallet where partner_code = $1 and number_index = $2 and verified_at is not null
      and participant_id <> $3) as "isOfAnother"`,
);

/** Links an account in the place of the one before; nothing is known of it yet. */
export const LINK = statement(
  'wallet-link',
  {},
  `insert into wallet
    (participant_id, partner_code, masked_number, sealed_number, number_index, linked_at, usable_from)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (participant_id) do update set partner_code = excluded.partner_code,
    masked_number = excluded.masked_number, sealed_number = excluded.sealed_number,
    number_index = excluded.number_index, linked_at = excluded.linked_at, usable_from = excluded.usable_from,
    verified_at = null, checked_at = null, is_active = true, is_nik_different = false, nik_proof = null`,
);

/** Decides whether pmo attested the person's NIK. */
export const IS_ATTESTED = statement(
  'nik-is-attested',
  { isAttested: column.bool },
  'select exists (select from nik_attestation where participant_id = $1) as "isAttested"',
);
