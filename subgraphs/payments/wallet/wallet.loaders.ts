import type { Kit } from '../../kit/feature.ts';
import type { RequestFacts } from '../../kit/request.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import { walletNumber } from './number.loader.ts';
import { walletByParticipant } from './wallet.loader.ts';

export const walletLoaders = (services: Pick<Kit, 'database' | 'now'> & VaultServices, facts: RequestFacts) => ({
  wallet: walletByParticipant(services),
  walletNumber: walletNumber(services, facts),
});

export type WalletLoaders = ReturnType<typeof walletLoaders>;
