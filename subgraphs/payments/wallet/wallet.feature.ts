import { defineFeature } from '../../kit/feature.ts';
import { WalletVault } from './005-wallet-vault.migration.ts';
import { IdentityReads } from './009-identity-reads.migration.ts';
import { WalletEntity } from './wallet.entity.ts';
import { walletLoaders } from './wallet.loaders.ts';
import { WalletNumberResolver, WalletResolver } from './wallet.resolver.ts';

export const wallet = defineFeature({
  name: 'wallet',
  entities: [WalletEntity],
  resolvers: [WalletResolver, WalletNumberResolver],
  loaders: walletLoaders,
  migrations: [
    { name: '005-wallet-vault', class: WalletVault },
    { name: '009-identity-reads', class: IdentityReads },
  ],
  erasure: [{ table: 'wallet', statement: 'delete from wallet where participant_id = any($1::uuid[])' }],
});
