import { once } from 'node:events';
import { createLogger } from '../../../subgraphs/kit/log.ts';
import { stopOnSignal } from '../../../subgraphs/kit/stop.ts';
import { StampBooks } from './books.ts';
import { stamperEnv } from './env.ts';
import { stampServer } from './server.ts';

const { HOST, PORT, LOG_LEVEL, TIME_STAMPER_DIR } = stamperEnv();
const log = createLogger({ service: 'time-stamps', level: LOG_LEVEL });
const books = new StampBooks(TIME_STAMPER_DIR);
const server = stampServer(books);
server.listen(PORT, HOST);
await once(server, 'listening');
log.info({ port: PORT, stamps: books.count }, 'a simulated time-stamping authority is ready');
stopOnSignal(log, async () => {
  server.close();
  server.closeAllConnections();
});
