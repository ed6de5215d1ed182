import { type SeedOptions, seedStack } from '../seed/seed.ts';
import type { PartnerAccount } from '../seed/wallets.rows.ts';
import { simulators } from '../services.ts';
import { readSecrets } from './secrets.ts';
import type { Stack } from './stack.ts';

/** Accounts of one call, far below what the simulators take at once. */
const AT_ONCE = 20_000;

/** Tells the simulated partners whose accounts are whose: they keep it for their next start. */
const putAccounts = async (graphUrl: string, accounts: readonly PartnerAccount[]): Promise<void> => {
  const url = new URL('/control/accounts', graphUrl);
  url.hostname = '127.0.0.1';
  url.port = String(Number(url.port) + simulators.portOffset);
  for (let from = 0; from < accounts.length; from += AT_ONCE) {
    const body = JSON.stringify(accounts.slice(from, from + AT_ONCE));
    const answer = await fetch(url, { method: 'PUT', body });
    if (!answer.ok) throw new Error(`the simulated partners did not take the accounts: ${await answer.text()}`);
  }
};

/** What a seed needs so that the simulated partners of a local stack know the accounts that it makes. */
export const partnersOfStack = (
  graphUrl: string,
  data: string,
): Pick<SeedOptions, 'nikKey' | 'tell' | 'beforeCommit'> => {
  const accounts: PartnerAccount[] = [];
  return {
    nikKey: readSecrets(data).nikAttestationKey,
    tell: (account) => accounts.push(account),
    beforeCommit: () => putAccounts(graphUrl, accounts),
  };
};

/** Makes the synthetic people of a stack that has none. */
export const seedSample = async (
  { databases, url }: Stack,
  { data, people, seed = 1, now }: { data: string; people: number; seed?: number; now?: Date },
) => {
  const { vaultKeys } = readSecrets(data);
  return seedStack({ databases, people, seed, now, vaultKeys, ...partnersOfStack(url, data) });
};
