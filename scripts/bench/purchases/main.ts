// How many purchases payments authorises in a second, on a durable PostgreSQL, beside two inserts in a transaction.
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { openFromEvent } from '../../../subgraphs/kit/events/sealed.ts';
import { payments } from '../../../subgraphs/payments/features.ts';
import { postBudgets } from '../../../subgraphs/payments/ledger/budget.service.ts';
import { randomVaultKeys } from '../../stack/secrets.ts';
import { openPool, runBench } from '../run.ts';
import { benchKey, besideFloor, openBenchDatabase, openBenchSubgraph, perSecond } from '../subgraph.ts';
import { floorOf } from './floor.ts';
import { type BenchSeat, seatsOf } from './seats.ts';

const GOAL = 0.4;
const PORT = 21_991;
const WARM = 200;
const CONNECTIONS = 10;
const SECRET = `whsec_${randomBytes(24).toString('base64')}`;

const help = `
npm run bench -- purchases [--people N] [--waves N] [--callers N]

How many purchases payments authorises in a second, beside two inserts in a transaction; at least ${GOAL} of it.
  --people   that buy in a round (default 1500), of three rounds in turns
  --waves    over which they are spread (default 1)
  --callers  at the same time (default 64); the floor has as many connections as the service, ${CONNECTIONS}
`;

const DOCUMENT = `mutation ($token: String!, $code: String!, $invoice: String!) {
  authorizePurchase(token: $token, code: $code, invoice: $invoice) { purchase { id status } refusal { code } } }`;

const options = {
  people: { type: 'string', default: '1500' },
  waves: { type: 'string', default: '1' },
  callers: { type: 'string', default: '64' },
} as const;

await runBench({ name: 'purchases', help, options }, async (run) => {
  const people = run.count('people');
  const callers = run.count('callers');
  const waves = run.count('waves');
  const owner = { name: 'payments', features: payments, port: PORT, connections: CONNECTIONS };
  const { database, url } = await openBenchDatabase(run, owner);
  await database.orm.em.fork().transactional((em) => postBudgets(em, 'bench-0001'));
  const key = benchKey();
  const { d: _private, ...publicKey } = key;
  const env = {
    VAULT_KEYS: JSON.stringify(randomVaultKeys()),
    PURCHASE_TOKEN_PUBLIC_KEY: JSON.stringify(publicKey),
    EVENT_SUBSCRIBERS: JSON.stringify([{ name: 'pmo', url: 'http://pmo.bench/events', secret: SECRET }]),
  };
  const { services, mutation } = openBenchSubgraph(database, { name: 'payments', features: payments, env });
  const authorize = mutation(DOCUMENT);
  const one = ({ participant, token, code }: BenchSeat) => {
    const caller = { id: participant, org: null, can: (scope: string) => scope === 'self' };
    return authorize({ caller, variables: { token, code, invoice: crypto.randomUUID() } });
  };
  const codeOf = (enrollment: string, sealed: string) =>
    openFromEvent({ secret: SECRET, purpose: 'purchase code', about: enrollment }, sealed);
  const buy = async (size: number) =>
    perSecond(await seatsOf({ database, services, key, codeOf }, { size, waves }), { atOnce: callers, one });
  const pool = openPool(run.ending, { connectionString: url, max: CONNECTIONS });
  const floor = (count: number) => floorOf(pool, { count, connections: CONNECTIONS });
  await buy(WARM);
  await floor(WARM);
  const measure = { ours: () => buy(people), floor: () => floor(people) };
  return besideFloor({ bench: 'purchases', unit: 'authorisations/s', goal: GOAL, rounds: 3, ...measure });
});
