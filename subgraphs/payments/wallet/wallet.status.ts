export enum WalletState {
  LINKED = 'LINKED',
  VERIFIED = 'VERIFIED',
  MISMATCH = 'MISMATCH',
  INACTIVE = 'INACTIVE',
}

/** Why nothing is paid to a wallet. */
export enum WalletReason {
  NOT_CHECKED = 'NOT_CHECKED',
  NIK_UNATTESTED = 'NIK_UNATTESTED',
  NIK_UNPROVEN = 'NIK_UNPROVEN',
  NIK_DIFFERENT = 'NIK_DIFFERENT',
  ACCOUNT_INACTIVE = 'ACCOUNT_INACTIVE',
  COOLING = 'COOLING',
}

/**
 * Writes the reason why nothing is paid to a row of `wallet`, null when it can be paid.
 * @param at an expression for the moment
 */
export const reasonSql = (at: string): string => `case
    when wallet.state = 'INACTIVE' then 'ACCOUNT_INACTIVE'
    when wallet.state = 'MISMATCH' then 'NIK_DIFFERENT'
    when wallet.state = 'LINKED' and wallet.checked_at is null then 'NOT_CHECKED'
    when wallet.state = 'LINKED' and wallet.nik_proof is null then 'NIK_UNPROVEN'
    when wallet.state = 'LINKED' then 'NIK_UNATTESTED'
    when wallet.usable_from > ${at} then 'COOLING' end`;

/**
 * SQL that compares what the partner says of the NIK in a row of `wallet` with what pmo says in `nik_attestation`, under
 * whichever key both are; null while one of the two says nothing.
 */
export const isAttested = 'wallet.nik_proof = any(nik_attestation.nik_proof || nik_attestation.other_proofs)';
