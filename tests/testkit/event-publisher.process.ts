import { startPublisher } from '../../subgraphs/kit/events/publisher.ts';
import { SECRET, silent } from './event-secret.ts';

const [databaseUrl = '', url = ''] = process.argv.slice(2);
const subscribers = [{ name: 'payments', url, secret: SECRET }];
await startPublisher({ source: 'pmo', databaseUrl, subscribers, logger: silent });
process.stdout.write('ready\n');
