import { publishOwnSubgraphs } from '../registry-beginning.ts';
import { subgraphs } from '../services.ts';
import { publisherKeys } from './publisher-keys.ts';

/** A stack whose registry has migrated its database. */
export interface RegistryPlace {
  /** The gateway's port. */
  port: number;
  /** URL of the registry's database. */
  databaseUrl: string;
  data: string;
}

/** Publishes the subgraphs of a local stack where they are not live as they are, and says so. */
export const publishOwn = async ({ port, databaseUrl, data }: RegistryPlace, report: (line: string) => void) => {
  const addresses = Object.fromEntries(
    subgraphs.map(({ name, portOffset }) => [name, `http://127.0.0.1:${port + portOffset}/graphql`]),
  );
  const published = await publishOwnSubgraphs({ databaseUrl, keys: publisherKeys(data), addresses });
  for (const { subgraph, number, status, errors } of published) {
    report(`registry: revision ${number} of ${subgraph} is ${status}${errors.map((error) => `\n  ${error}`).join('')}`);
  }
};
