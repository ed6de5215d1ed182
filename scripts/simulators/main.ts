import { once } from 'node:events';
import { clockOf } from '../../subgraphs/kit/clock.ts';
import { createLogger } from '../../subgraphs/kit/log.ts';
import { endWithSupervisor, stopOnSignal } from '../../subgraphs/kit/stop.ts';
import { AccountsFile } from './accounts.ts';
import { Books } from './books.ts';
import { simulatorEnv } from './env.ts';
import { SimulatedPartner } from './partner.ts';
import { rules } from './rules.data.ts';
import { Simulator } from './server.ts';

endWithSupervisor();
const env = simulatorEnv();
const { HOST, PORT, LOG_LEVEL, SIMULATED_PARTNERS, SIMULATOR_BOOKS, SIMULATOR_DURABLE } = env;
const log = createLogger({ service: 'simulators', level: LOG_LEVEL });
const { books, found } = await Books.open({ file: SIMULATOR_BOOKS, isDurable: SIMULATOR_DURABLE });
const clock = clockOf(env);
const partners = new Map(
  SIMULATED_PARTNERS.map(({ dialect, attestationKey, ...partner }) => {
    const options = { ...partner, clock, rules: rules[dialect], attestationKey: attestationKey ?? null, books };
    return [partner.code, new SimulatedPartner(options)];
  }),
);
const accounts = new AccountsFile(env.SIMULATOR_ACCOUNTS);
for await (const account of accounts.read(new Set(partners.keys()))) partners.get(account.partner)?.know(account);
// Its switches are for tests and developers: nobody else on a network may lose money that is not even there.
const isControlled = HOST === '127.0.0.1' || HOST === 'localhost';
const simulator = new Simulator({ partners, books, accounts, isControlled });
simulator.restore(found);
const { server } = simulator;
server.listen(PORT, HOST);
await once(server, 'listening');
log.info({ port: PORT, partners: [...partners.keys()] }, 'simulated payment partners are ready');
stopOnSignal(log, async () => {
  server.close();
  server.closeAllConnections();
  books.close();
});
