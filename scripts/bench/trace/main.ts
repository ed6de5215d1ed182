// How long the balance of a person and the trace of their rupiah take, with many postings in the ledger.
import 'reflect-metadata';
import { countStatements } from '../../../subgraphs/kit/statements.ts';
import { payments } from '../../../subgraphs/payments/features.ts';
import { TRACE_PARTICIPANT } from '../../../subgraphs/payments/trace/trace.statement.ts';
import { randomVaultKeys } from '../../stack/secrets.ts';
import { openPool, print, runBench } from '../run.ts';
import { benchKey, openBenchDatabase, openBenchSubgraph, perSecond } from '../subgraph.ts';
import { addHistory, POSTINGS_EACH, prepareHistory } from './history.ts';

const GOAL_MS = 20;
const PORT = 21_997;
const WARM = 200;

const help = `
npm run bench -- trace [--postings N] [--reads N] [--callers N]

How long it takes to answer the balance of a person and the trace of their rupiah: at most ${GOAL_MS} ms for 95 of 100, with so
many postings over 20 months; beside a row that is read by its key. Measured with a tenth of the postings first: it should
take no longer with all of them.
  --postings  in the ledger (default 2000000); 20000000 take some 8 GB of disk
  --reads     measured (default 2000), of people at random
  --callers   at the same time (default 1)
`;

const DOCUMENT = `query ($id: ID!, $people: [_Any!]!) {
  rupiahTrace(participant: $id) { budget available held institutions commission due wallets returned other residual }
  _entities(representations: $people) {
    ... on Participant { trainingBalance { granted spent held returned available expiresOn } } } }`;

const KEYED = { name: 'bench-keyed', text: 'select granted from training_balance where participant_id = $1' };
const SAMPLE = 'select id from bench_person order by random() limit $1';

const caller = { id: 'officer', org: null, can: (scope: string) => scope === 'ledger:read' };

const expected = {
  trace: { budget: 4_100_000, available: 0, institutions: 425_000, commission: 75_000, wallets: 600_000 },
  residual: 0,
};

interface TraceAnswer {
  rupiahTrace: Record<string, bigint | number>;
  _entities: { trainingBalance: { granted: bigint | number } }[];
}

/** @throws Error when the answer is not what the history made */
const check = ({ rupiahTrace, _entities: [person] }: TraceAnswer): void => {
  const wanted = { ...expected.trace, returned: 3_000_000, residual: expected.residual };
  for (const [field, amount] of Object.entries(wanted))
    if (Number(rupiahTrace[field]) !== amount) throw new Error(`${field} is ${rupiahTrace[field]}, not ${amount}`);
  if (Number(person?.trainingBalance.granted) !== 3_500_000) throw new Error('the balance is another');
};

const percentile = (sorted: readonly number[], share: number): number =>
  Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2));

/** Milliseconds that each of these takes: the middle one, and the one that 95 of 100 stay below. */
const timesOf = async <Item>(items: readonly Item[], atOnce: number, one: (item: Item) => Promise<unknown>) => {
  const tookMs: number[] = [];
  const timed = async (item: Item) => {
    const startedMs = performance.now();
    await one(item);
    tookMs.push(performance.now() - startedMs);
  };
  await perSecond(items, { atOnce, one: timed });
  tookMs.sort((left, right) => left - right);
  return { p50: percentile(tookMs, 0.5), p95: percentile(tookMs, 0.95) };
};

const options = {
  postings: { type: 'string', default: '2000000' },
  reads: { type: 'string', default: '2000' },
  callers: { type: 'string', default: '1' },
} as const;

await runBench({ name: 'trace', help, options }, async (run) => {
  const postings = run.count('postings');
  const reads = run.count('reads');
  const callers = run.count('callers');
  const people = Math.ceil(postings / POSTINGS_EACH);
  const { database, url } = await openBenchDatabase(run, { name: 'payments', features: payments, port: PORT });
  const pool = openPool(run.ending, { connectionString: url, max: 1 });
  const { d: _private, ...publicKey } = benchKey();
  const env = { VAULT_KEYS: JSON.stringify(randomVaultKeys()), PURCHASE_TOKEN_PUBLIC_KEY: JSON.stringify(publicKey) };
  const subgraph = openBenchSubgraph(database, { name: 'payments', features: payments, env });
  const ask = subgraph.operation(DOCUMENT);
  const one = async (id: string) => {
    const variables = { id, people: [{ __typename: 'Participant', id }] };
    check((await ask({ caller, variables })) as unknown as TraceAnswer);
  };
  const measure = async () => {
    const ids = (await pool.query<{ id: string }>(SAMPLE, [reads + WARM])).rows.map(({ id }) => id);
    await timesOf(ids.slice(reads), callers, one);
    const ours = await timesOf(ids.slice(0, reads), callers, one);
    return { ours, floor: await timesOf(ids.slice(0, reads), callers, (id) => database.point(KEYED, [id])) };
  };
  await prepareHistory(pool);
  const tenth = Math.ceil(people / 10);
  await addHistory(pool, 1, tenth);
  const few = await measure();
  print({ postings: tenth * POSTINGS_EACH, ...few });
  await addHistory(pool, tenth + 1, people);
  const { ours, floor } = await measure();
  const tally = { statements: 0 };
  const [{ id } = { id: '' }] = (await pool.query<{ id: string }>(SAMPLE, [1])).rows;
  await countStatements(tally, () => one(id));
  const explain = `explain (analyze, buffers, format json) ${TRACE_PARTICIPANT.text}`;
  const [{ 'QUERY PLAN': [plan] = [] } = {}] = (await pool.query(explain, [id])).rows;
  const { 'Shared Hit Blocks': hit, 'Shared TraceAnswer Blocks': read } = plan.Plan;
  print({
    postings: people * POSTINGS_EACH,
    ours,
    floor,
    ...tally,
    blocks: hit + read,
    planMs: plan['Planning Time'],
    runMs: plan['Execution Time'],
  });
  const ratio = Number((ours.p95 / floor.p95).toFixed(2));
  const growth = Number((ours.p50 / few.ours.p50).toFixed(2));
  const pass = ours.p95 <= GOAL_MS;
  print({ bench: 'trace', unit: 'ms, p95', ours: ours.p95, reference: floor.p95, ratio, goal: GOAL_MS, growth, pass });
  return pass;
});
