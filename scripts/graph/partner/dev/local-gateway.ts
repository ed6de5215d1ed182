import { once } from 'node:events';
import { gatewayEnv } from '../../../../gateway/env.ts';
import { createGateway } from '../../../../gateway/gateway.ts';
import type { SupergraphSource } from '../../../../gateway/revision/source.ts';
import { reasonOf } from '../../../arguments.ts';
import { services } from '../../../services.ts';
import { environmentOf } from '../../../stack/environment.ts';
import type { Secrets } from '../../../stack/secrets.ts';

export interface LocalGatewayOptions {
  /** The running stack: the port of its gateway. */
  stackPort: number;
  data: string;
  secrets: Secrets;
  port: number;
  source: SupergraphSource;
  /** Name of the subgraph that is asked at its address in the supergraph, as a partner's. */
  local: string;
  report(text: string): void;
}

const pollMs = '500';
const stopMs = 5_000;

const own = ({ stackPort, data, secrets, port, local }: LocalGatewayOptions) => {
  const [service] = services.filter(({ kind }) => kind === 'gateway');
  if (!service) throw new Error('there is no gateway among the services');
  const env = environmentOf(service, { port: stackPort, data, secrets, databases: {} });
  const { [local]: _, ...others } = JSON.parse(env.SUBGRAPHS ?? '{}') as Record<string, unknown>;
  return gatewayEnv.parse({
    ...env,
    PORT: String(port),
    SUBGRAPHS: JSON.stringify(others),
    SUPERGRAPH_POLL_MS: pollMs,
    RATE_LIMIT_DATABASE_URL: undefined,
    OPERATION_LOG: 'off',
  });
};

const reasonIn = ({ err, ...others }: { err?: unknown }): string =>
  [...(err === undefined ? [] : [reasonOf(err)]), ...Object.values(others).map(String)].join(' ');

/** Starts a gateway on this machine over the subgraphs of a running stack. @returns what stops it */
export const startLocalGateway = async (options: LocalGatewayOptions): Promise<() => Promise<void>> => {
  const env = own(options);
  const said = (details: object, message: string) => options.report(`${message}: ${reasonIn(details)}\n`);
  const log = { info: () => undefined, warn: said, error: said };
  const accessLog = { info: () => undefined };
  const gateway = await createGateway({ env, source: options.source, log, accessLog });
  gateway.server.listen(env.PORT, '127.0.0.1');
  await once(gateway.server, 'listening');
  return () => gateway.stop(stopMs);
};
