import { setTimeout as delay } from 'node:timers/promises';
import { isProduction } from '../../env.ts';
import { subgraphs } from '../../services.ts';
import { bundleSecret } from '../../stack/environment.ts';
import { readSecrets } from '../../stack/secrets.ts';
import { readStackFile } from '../../stack/stack-file.ts';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { DEFAULT_DATA, dataOption } from '../places.ts';
import { required } from '../registry/asker.ts';
import { grantsOf } from './dev/grants.ts';
import { followLive } from './dev/live-parts.ts';
import { startLocalGateway } from './dev/local-gateway.ts';
import { localGraph } from './dev/local-graph.ts';

const help = `
npm run graph -- dev NAME --sdl FILE --url URL [--organization ORG] [--port N] [--data DIR]

Runs one subgraph of this machine over the rest of a running graph: a gateway of your own composes what is live with
your SDL, and asks you at your URL. It says what would speak against publishing it, and follows the file as you change
it. Nobody else sees it, and nothing is published. Ctrl-C ends it.

  NAME                name of the subgraph; one that is live under this name is replaced
  --sdl FILE          its SDL
  --url URL           where it listens, as its ADDRESS says
  --organization ORG  who would publish it (default: NAME)
  --port N            port of the gateway (default 4400)
  --data DIR          the data directory of the running stack (default ${DEFAULT_DATA})
`;

const string = { type: 'string' } as const;

const urlOf = (text: string): string => {
  if (!/^https?:/.test(text) || !URL.canParse(text)) throw new UsageError(`--url takes a URL; it was ${text}`);
  return new URL(text).href;
};

const portOf = (text: string): number => {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UsageError(`--port takes a port; it was ${text}`);
};

const print = (text: string) => void process.stdout.write(text);

/** Resolves when the user ends the command. */
const ended = (): Promise<unknown> => {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
  return delay(2 ** 31 - 1, undefined, { signal: ending.signal }).catch(() => undefined);
};

/** `npm run graph -- dev` */
export const command = graphCommand({
  help,
  options: { sdl: string, url: string, organization: string, port: { ...string, default: '4400' }, ...dataOption },
  operand: 'name',
  async run({ sdl, url, organization, port: portText, data = DEFAULT_DATA }, _action, name) {
    if (isProduction()) throw new Error('a gateway of your own runs over the default run, not over production');
    const local = {
      name,
      organization: organization ?? name,
      file: required(sdl, '--sdl'),
      address: urlOf(required(url, '--url')),
    };
    const port = portOf(portText);
    const stackPort = Number(new URL(readStackFile(data).url).port);
    const secrets = readSecrets(data);
    const { portOffset = 0 } = subgraphs.find((each) => each.name === 'registry') ?? {};
    const bundle = { url: `http://127.0.0.1:${stackPort + portOffset}/bundle`, secret: bundleSecret(secrets) };
    const source = localGraph({ local, live: followLive(bundle), grants: grantsOf(data), report: print });
    const stop = await startLocalGateway({ stackPort, data, secrets, port, source, local: name, report: print });
    print(`${name} is in the graph at http://localhost:${port}/graphql\n`);
    await ended();
    await stop();
  },
});
