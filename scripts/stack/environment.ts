import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inheritedEnv } from '../env.ts';
import { type Service, subgraphs, subscriptions } from '../services.ts';
import { jwksFile, pairOf, type Secrets } from './secrets.ts';

export interface StackFacts {
  /** The gateway's port. */
  port: number;
  data: string;
  secrets: Secrets;
  /** URL of each subgraph's own database. */
  databases: Record<string, string>;
}

const HOST = '127.0.0.1';

const portOf = (name: string, port: number) =>
  port + (subgraphs.find((subgraph) => subgraph.name === name)?.portOffset ?? 0);

const gatewayVariables = ({ port, data, secrets }: StackFacts) => ({
  SUBGRAPHS: JSON.stringify(
    Object.fromEntries(
      subgraphs.map(({ name, portOffset }) => [
        name,
        { url: `http://${HOST}:${port + portOffset}/graphql`, secret: secrets.callerSecret[name] },
      ]),
    ),
  ),
  JWKS_URL: pathToFileURL(resolve(jwksFile(data))).href,
});

const subgraphVariables = (name: string, { port, secrets, databases }: StackFacts) => {
  const secretOf = (pair: { from: string; to: string }) => secrets.eventSecret[pairOf(pair)];
  const subscribers = subscriptions
    .filter(({ from }) => from === name)
    .map(({ from, to, types }) => {
      const url = `http://${HOST}:${portOf(to, port)}/events`;
      return { name: to, url, secret: secretOf({ from, to }), types };
    });
  const publishers = subscriptions
    .filter(({ to }) => to === name)
    .map(({ from, to }) => ({ name: from, secret: secretOf({ from, to }) }));
  return {
    DATABASE_URL: databases[name],
    CALLER_SECRET: secrets.callerSecret[name],
    EVENT_SUBSCRIBERS: JSON.stringify(subscribers),
    EVENT_PUBLISHERS: JSON.stringify(publishers),
  };
};

/** The environment of one service of a local stack; what the user set for all (LOG_LEVEL, NODE_ENV) is passed on. */
export const environmentOf = ({ name, kind, portOffset }: Service, facts: StackFacts): NodeJS.ProcessEnv => ({
  ...inheritedEnv(),
  HOST,
  PORT: String(facts.port + portOffset),
  ...(kind === 'gateway' ? gatewayVariables(facts) : subgraphVariables(name, facts)),
});
