import type { Database } from '../kit/database.ts';
import type { RequestFacts } from '../kit/request.ts';
import { accessesBySubject } from '../kit/vault/access-log.ts';
import type { IdentityReads } from '../kit/vault/identity-reads.ts';
import type { Vault } from '../kit/vault/vault.ts';
import { balanceByParticipant } from './balance/balance.loader.ts';
import { disbursementById, disbursementsByParticipant } from './disbursement/disbursement.loader.ts';
import { fundsByWave } from './funds/funds.loader.ts';
import { walletNumber } from './wallet/number.loader.ts';
import { walletByParticipant } from './wallet/wallet.loader.ts';

export interface Services {
  database: Database;
  vault: Vault;
  identityReads: IdentityReads;
}

const loadersOf = ({ database, vault, identityReads }: Services, facts: RequestFacts) => ({
  balance: balanceByParticipant(database),
  disbursement: disbursementById(database),
  disbursements: disbursementsByParticipant(database),
  wallet: walletByParticipant(database),
  walletNumber: walletNumber({ database, vault, identityReads }, facts),
  accessLog: accessesBySubject(database),
  waveFunds: fundsByWave(database),
});

export interface Context extends RequestFacts, Services {
  loaders: ReturnType<typeof loadersOf>;
}

/** One context a request: its own loaders, since a loader remembers what it has read. */
export const createContext =
  (services: Services) =>
  (facts: RequestFacts): Context => ({ ...facts, ...services, loaders: loadersOf(services, facts) });
