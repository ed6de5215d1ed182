import { column, statement } from '../../kit/statement.ts';
import { isAttested, reasonSql, type WalletReason, type WalletState } from './wallet.status.ts';

/** The accounts of people, with what is needed to ask about them. */
export const ACCOUNTS = statement(
  'wallet-accounts',
  {
    participant: column.uuid,
    partner: column.text,
    index: column.bytea,
    sealed: column.bytea,
  },
  `select participant_id as participant, partner_code as partner, coalesce(number_index, '') as index,
    coalesce(sealed_number, '') as sealed
  from wallet where participant_id = any($1::uuid[]) and sealed_number is not null order by 1`,
);

/** Keeps what partners said of accounts, unless another one was linked meanwhile. */
export const CHECKED = statement(
  'wallet-checked',
  { participant: column.uuid },
  `update wallet set checked_at = $5, is_active = said.is_active, nik_proof = said.nik_proof,
    is_nik_different = false, verified_at = case when said.is_active then verified_at end
  from unnest($1::uuid[], $2::bytea[], $3::boolean[], $4::text[]) as said (participant_id, number_index, is_active, nik_proof)
  where wallet.participant_id = said.participant_id and wallet.number_index = said.number_index
  returning wallet.participant_id as participant`,
);

/**
 * Compares what partners and pmo say of people's NIKs, at $2. An account that no partner was asked about stays as it is,
 * an inactive one too.
 */
export const JUDGE = statement(
  'wallet-judge',
  { participant: column.uuid, linkedAt: column.timestamptz, verifiedAt: column.timestamptz.orNull },
  `with
  -- The wallets, locked in order of the key. \`is_same\`: null while one of the two says nothing.
  compared as materialized (
    select wallet.participant_id, partner_code, number_index, ${isAttested} as is_same
    from wallet left join nik_attestation using (participant_id)
    where wallet.participant_id = any($1::uuid[]) and checked_at is not null and is_active
    order by wallet.participant_id for update of wallet
  ),
  -- Whose the accounts are, for ever: the first one's who verified them. A claim under way is waited for.
  claimed as (
    insert into account_claim (partner_code, number_index, participant_id, claimed_at)
    select distinct on (partner_code, number_index) partner_code, number_index, participant_id, $2::timestamptz
    from compared where is_same order by partner_code, number_index, participant_id
    on conflict (partner_code, number_index) do update set claimed_at = account_claim.claimed_at
    returning partner_code, number_index, participant_id as owner_id
  ),
  judged as (
    select participant_id, is_same and owner_id = participant_id as is_own
    from compared left join claimed using (partner_code, number_index)
  )
  update wallet set is_nik_different = coalesce(not is_own, false),
    verified_at = case when is_own then coalesce(verified_at, $2) end
  from judged where wallet.participant_id = judged.participant_id
  returning wallet.participant_id as participant, coalesce(linked_at, verified_at, $2) as "linkedAt",
    verified_at as "verifiedAt"`,
);

/** Keeps what pmo says of people's NIKs, under each key; a NIK that was attested stays so. */
export const ATTEST = statement(
  'nik-attest',
  {},
  `insert into nik_attestation (participant_id, nik_proof, other_proofs, attested_at)
  select participant_id, (array_agg(nik_proof order by place))[1], (array_agg(nik_proof order by place))[2:], $3
  from unnest($1::uuid[], $2::text[]) with ordinality as said (participant_id, nik_proof, place)
  group by participant_id order by participant_id
  on conflict (participant_id) do update set nik_proof = excluded.nik_proof, other_proofs = excluded.other_proofs,
    attested_at = excluded.attested_at
  where nik_attestation.attested_at < excluded.attested_at`,
);

/** How the wallets of people stand at $2; a null reason means that they can be paid. */
export const STANDING = statement(
  'wallet-standing',
  {
    participant: column.uuid,
    partner: column.text,
    state: column.text.as<WalletState>(),
    reason: column.text.as<WalletReason>().orNull,
    index: column.bytea.orNull,
    sealed: column.bytea.orNull,
  },
  `select participant_id as participant, partner_code as partner, state, ${reasonSql('$2::timestamptz')} as reason,
    number_index as index, sealed_number as sealed
  from wallet where participant_id = any($1::uuid[]) order by 1`,
);
