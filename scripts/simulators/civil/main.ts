import { once } from 'node:events';
import { createLogger } from '../../../subgraphs/kit/log.ts';
import { endWithSupervisor, stopOnSignal } from '../../../subgraphs/kit/stop.ts';
import { CivilBooks } from './books.ts';
import { civilEnv } from './env.ts';
import { PeopleFile } from './people.file.ts';
import { CivilServer } from './server.ts';

endWithSupervisor();
const { HOST, PORT, LOG_LEVEL, CIVIL_REGISTRY_KEY: key, CIVIL_REGISTRY_PEOPLE } = civilEnv();
const log = createLogger({ service: 'civil-registry', level: LOG_LEVEL });
const books = new CivilBooks();
const people = new PeopleFile(CIVIL_REGISTRY_PEOPLE);
for await (const person of people.read()) books.know(person);
const isControlled = HOST === '127.0.0.1' || HOST === 'localhost';
const { server } = new CivilServer({ keys: [key], books, people, isControlled });
server.listen(PORT, HOST);
await once(server, 'listening');
log.info({ port: PORT, people: books.totals.people }, 'a simulated civil registry is ready');
stopOnSignal(log, async () => {
  server.close();
  server.closeAllConnections();
});
