import { type SeedOptions, seedStack } from '../seed/seed.ts';
import type { PartnerAccount } from '../seed/wallets.rows.ts';
import { civilRegistry, type Service, simulators } from '../services.ts';
import type { CivilPerson } from '../simulators/civil/people.file.ts';
import { readSecrets } from './secrets.ts';
import type { Stack } from './stack.ts';

/** Accounts or people of one call, far below what the simulators take at once. */
const AT_ONCE = 20_000;

const controlOf = (graphUrl: string, { portOffset }: Service, what: string): URL => {
  const url = new URL(`/control/${what}`, graphUrl);
  url.hostname = '127.0.0.1';
  url.port = String(Number(url.port) + portOffset);
  return url;
};

/** Tells a simulator what it has to know: it keeps it for its next start. */
const put = async (url: URL, to: string, rows: readonly object[]): Promise<void> => {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const body = JSON.stringify(rows.slice(from, from + AT_ONCE));
    const answer = await fetch(url, { method: 'PUT', body });
    if (!answer.ok) throw new Error(`${to} did not take what it has to know: ${await answer.text()}`);
  }
};

/** What a seed needs so that the simulators of a local stack know the accounts and the people that it makes. */
export const partnersOfStack = (
  graphUrl: string,
  data: string,
): Pick<SeedOptions, 'nikKey' | 'tell' | 'know' | 'beforeCommit'> => {
  const accounts: PartnerAccount[] = [];
  const people: CivilPerson[] = [];
  return {
    nikKey: readSecrets(data).nikAttestationKey,
    tell: (account) => accounts.push(account),
    know: (person) => people.push(person),
    beforeCommit: async () => {
      await put(controlOf(graphUrl, simulators, 'accounts'), simulators.name, accounts);
      await put(controlOf(graphUrl, civilRegistry, 'people'), civilRegistry.name, people);
    },
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
