import type { Database } from '../kit/database.ts';
import type { RequestFacts } from '../kit/request.ts';
import { balanceByParticipant } from './balance/balance.loader.ts';
import { disbursementById, disbursementsByParticipant } from './disbursement/disbursement.loader.ts';
import { fundsByWave } from './funds/funds.loader.ts';
import { walletByParticipant } from './wallet/wallet.loader.ts';

export interface Services {
  database: Database;
}

const loadersOf = (database: Database) => ({
  balance: balanceByParticipant(database),
  disbursement: disbursementById(database),
  disbursements: disbursementsByParticipant(database),
  wallet: walletByParticipant(database),
  waveFunds: fundsByWave(database),
});

export interface Context extends RequestFacts, Services {
  loaders: ReturnType<typeof loadersOf>;
}

/** One context a request: its own loaders, since a loader remembers what it has read. */
export const createContext =
  (services: Services) =>
  (facts: RequestFacts): Context => ({ ...facts, ...services, loaders: loadersOf(services.database) });
