import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import { WalletVault } from './005-wallet-vault.migration.ts';
import { IdentityReads } from './009-identity-reads.migration.ts';
import { VerifiedWallets } from './062-verified-wallets.migration.ts';
import { OtherProofs } from './099-other-proofs.migration.ts';
import { IndexRotation } from './100-index-rotation.migration.ts';
import { IndexesByNumber } from './101-indexes-by-number.migration.ts';
import { AccessTerms } from './112-access-terms.migration.ts';
import { LinkService } from './link.service.ts';
import { type AccountInquirer, VerifyService } from './verify.service.ts';
import { AccountClaimEntity, NikAttestationEntity, WalletEntity } from './wallet.entity.ts';
import { attestationRequested, identityAttested } from './wallet.events.ts';
import { invariants } from './wallet.invariants.ts';
import { walletLoaders } from './wallet.loaders.ts';
import { linkWallet, verifyWallet } from './wallet.mutations.ts';
import { WalletNumberResolver, WalletResolver } from './wallet.resolver.ts';

type Needs = Pick<Kit, 'database' | 'outbox' | 'now'> &
  VaultServices & {
    /** By the partner's code; without one nothing is verified at that partner. */
    partners: ReadonlyMap<string, AccountInquirer>;
  };

export const wallet = defineFeature({
  name: 'wallet',
  entities: [WalletEntity, AccountClaimEntity, NikAttestationEntity],
  resolvers: [WalletResolver, WalletNumberResolver],
  mutations: [linkWallet, verifyWallet],
  services: ({ database, outbox, now, vault, partners }: Needs) => ({
    walletLinks: new LinkService({ vault, outbox, now }),
    walletChecks: new VerifyService({ database, vault, partners, now }),
  }),
  loaders: walletLoaders,
  consumes: [when(identityAttested, ({ walletChecks }: { walletChecks: VerifyService }) => walletChecks.attested)],
  publishes: [attestationRequested],
  invariants,
  migrations: [
    { name: '005-wallet-vault', class: WalletVault },
    { name: '009-identity-reads', class: IdentityReads },
    { name: '112-access-terms', class: AccessTerms },
    { name: '062-verified-wallets', class: VerifiedWallets },
    { name: '099-other-proofs', class: OtherProofs },
    { name: '100-index-rotation', class: IndexRotation },
    { name: '101-indexes-by-number', class: IndexesByNumber },
  ],
  erasure: [
    { table: 'wallet', statement: 'delete from wallet where participant_id = any($1::uuid[])' },
    { table: 'nik_attestation', statement: 'delete from nik_attestation where participant_id = any($1::uuid[])' },
    { table: 'account_claim', keeps: 'one account one participant holds for the erased too; it is a blind index' },
  ],
});
