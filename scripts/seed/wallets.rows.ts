import { hash } from 'node:crypto';
import { Secret } from '../../subgraphs/kit/vault/secret.ts';
import type { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { paymentPartners } from '../../subgraphs/payments/wallet/partners.data.ts';
import { walletPlace } from '../../subgraphs/payments/wallet/wallet.record.ts';
import type { NikProofs } from '../../subgraphs/pmo/attestation/nik-proof.ts';
import { bytea, line } from './copy.ts';
import type { DatabaseSeed } from './database.seed.ts';
import { syntheticAccount } from './identity.ts';
import type { SeedWallet } from './journey.ts';
import type { Person } from './population.ts';

/** What a payment partner is told of an account, as the simulators take it. */
export interface PartnerAccount {
  partner: string;
  account: string;
  nikProof: string;
}

export interface WalletSeal {
  vault: Vault;
  /** Without them no wallet was asked about: what is verified is so from before proofs were kept. */
  proofs: NikProofs | null;
  /** Told of each account that is checked. */
  tell(account: PartnerAccount): void;
}

export interface SealedWallet {
  partner: string;
  /** Names the partner and the account without saying them. */
  destination: string;
  keyLine: string;
  walletLine: string;
  /** The owner of a verified account, for ever. */
  claimLine: string;
  attestationLine: string;
}

const isVerified = ({ state }: SeedWallet): boolean => state === 'VERIFIED';

/** The proof that pmo attests, the one that the partner gives, and what payments has heard of it. */
const proofsOf = (proofs: NikProofs | null, person: Person) => {
  if (!proofs || !person.wallet) return { own: null, kept: null, said: null };
  const [own = ''] = proofs.of(new Secret('nik', person.nik));
  const said = person.wallet.state === 'MISMATCH' ? hash('sha256', own, 'base64url') : own;
  return { own, said, kept: person.wallet.state === 'LINKED' ? null : said };
};

const sealOf = ({ vault, proofs, tell }: WalletSeal, person: Person, wallet: SeedWallet): SealedWallet => {
  const { id, accountDigits } = person;
  const { code: partner, kind } = paymentPartners[wallet.partner] as (typeof paymentPartners)[number];
  const account = syntheticAccount(accountDigits, { isBank: kind === 'BANK' });
  const { key, stored } = vault.newSubject(id);
  const sealed = key.seal(walletPlace(id), new Secret('account', account));
  const index = vault.blindIndex('account', account);
  const { own, said, kept } = proofsOf(proofs, person);
  if (said) tell({ partner, account: account.replace('+', ''), nikProof: said });
  const verifiedAt = isVerified(wallet) ? wallet.linkedAt : null;
  const checkedAt = kept && wallet.linkedAt;
  const isDifferent = kept !== null && !isVerified(wallet);
  const facts = [wallet.linkedAt, verifiedAt, checkedAt, isDifferent, kept];
  return {
    partner,
    destination: bytea(hash('sha256', Buffer.concat([Buffer.from(partner), index]), 'buffer')),
    keyLine: line([id, stored.kekId, bytea(stored.wrapped)]),
    walletLine: line([id, partner, `****${account.slice(-4)}`, bytea(sealed), bytea(index), ...facts]),
    claimLine: verifiedAt ? line([partner, bytea(index), id, verifiedAt]) : '',
    attestationLine: own ? line([id, own, person.balance?.grantedAt ?? wallet.linkedAt]) : '',
  };
};

/** Seals the account of each person once, whichever table asks for it first. */
export const walletSealer = (seal: WalletSeal): ((person: Person) => SealedWallet | null) => {
  const known = new WeakMap<Person, SealedWallet>();
  return (person) => {
    const { wallet } = person;
    if (!wallet) return null;
    const sealed = known.get(person) ?? sealOf(seal, person, wallet);
    known.set(person, sealed);
    return sealed;
  };
};

/** The tables of wallets. */
export const walletTables = (walletOf: (person: Person) => SealedWallet | null): DatabaseSeed['tables'] => [
  { into: 'subject_key (subject_id, kek_id, wrapped)', lines: (person) => walletOf(person)?.keyLine ?? '' },
  {
    into: `wallet (participant_id, partner_code, masked_number, sealed_number, number_index, linked_at, verified_at,
      checked_at, is_nik_different, nik_proof)`,
    lines: (person) => walletOf(person)?.walletLine ?? '',
  },
  {
    into: 'account_claim (partner_code, number_index, participant_id, claimed_at)',
    lines: (person) => walletOf(person)?.claimLine ?? '',
  },
  {
    into: 'nik_attestation (participant_id, nik_proof, attested_at)',
    lines: (person) => walletOf(person)?.attestationLine ?? '',
  },
];
