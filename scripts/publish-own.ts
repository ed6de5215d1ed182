// Publishes our own subgraphs of this image where they are not live as they are; safe to run again.
import { readEnv } from '../subgraphs/kit/env.ts';
import { publishOwnEnv } from './publish-own.env.ts';
import { publishOwnSubgraphs } from './registry-beginning.ts';

const {
  DATABASE_URL: databaseUrl,
  OWN_PUBLISHER_KEYS: keys,
  ADDRESSES: addresses,
} = readEnv('publish-own', publishOwnEnv);

try {
  const published = await publishOwnSubgraphs({ databaseUrl, keys, addresses });
  for (const { subgraph, number, status, errors } of published) {
    process.stdout.write(`publish-own: revision ${number} of ${subgraph} is ${status}\n`);
    for (const error of errors) process.stderr.write(`publish-own: ${subgraph}: ${error}\n`);
  }
  if (published.length === 0) process.stdout.write('publish-own: everything is live as it is\n');
  // A deployment that is told so stops here, and what is live stays live.
  if (published.some(({ status }) => status !== 'LIVE')) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`publish-own: cannot publish: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
