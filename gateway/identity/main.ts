import { randomBytes } from 'node:crypto';
import { readEnv } from '../../subgraphs/kit/env.ts';
import { createLogger } from '../../subgraphs/kit/log.ts';
import { endWithSupervisor, stopOnSignal } from '../../subgraphs/kit/stop.ts';
import { identityEnv } from './env.ts';
import { startIdentity } from './identity.ts';
import { createSender } from './sender.ts';

endWithSupervisor();
const env = readEnv('identity', identityEnv);
const log = createLogger({ service: 'identity', level: env.LOG_LEVEL });
const sender = createSender(env, (line) => process.stdout.write(line));

const fail = (error: NodeJS.ErrnoException): never => {
  const reason = error.code === 'EADDRINUSE' ? `port ${env.PORT} on ${env.HOST} is taken` : error.message;
  process.stderr.write(`identity: cannot start: ${reason}\n`);
  return process.exit(1);
};

const identity = await startIdentity({ env, sender, log, surroundings: { now: () => new Date(), randomBytes } }).catch(
  fail,
);
log.info({ port: identity.port, issuer: env.ISSUER }, 'listening');

stopOnSignal(log, identity.stop);
