import { fail } from './arguments.ts';
import { UsageError } from './usage.error.ts';

const benches: Record<string, () => Promise<unknown>> = {
  access: () => import('./bench/access/main.ts'),
  courses: () => import('./bench/courses/main.ts'),
  disbursement: () => import('./bench/disbursement/main.ts'),
  draw: () => import('./bench/draw/main.ts'),
  gateway: () => import('./bench/gateway/main.ts'),
  grants: () => import('./bench/grants/main.ts'),
  import: () => import('./bench/import/main.ts'),
  jobs: () => import('./bench/jobs/main.ts'),
  ledger: () => import('./bench/ledger/main.ts'),
  metrics: () => import('./bench/metrics/main.ts'),
  migration: () => import('./bench/migration/main.ts'),
  overload: () => import('./bench/overload/main.ts'),
  purchases: () => import('./bench/purchases/main.ts'),
  registration: () => import('./bench/registration/main.ts'),
  registry: () => import('./bench/registry/main.ts'),
  screen: () => import('./bench/screen/main.ts'),
  seats: () => import('./bench/seats/main.ts'),
  seed: () => import('./bench/seed/main.ts'),
  statistics: () => import('./bench/statistics/main.ts'),
  trace: () => import('./bench/trace/main.ts'),
  vacancies: () => import('./bench/vacancies/main.ts'),
  vault: () => import('./bench/vault/main.ts'),
};

const help = `
npm run bench -- NAME [options]

Runs a benchmark: ${Object.keys(benches).join(', ')}. Its last lines are {"bench", "ours", "reference", "ratio"}; it ends with 1
when a goal is missed. npm run bench -- NAME --help lists its options.
`;

const [name = ''] = process.argv.splice(2, 1);
if (name === '--help' || name === '-h') process.stdout.write(`${help.trim()}\n`);
else if (Object.hasOwn(benches, name)) await benches[name]?.();
else fail('bench', new UsageError(`there is no benchmark ${name || 'without a name'} (--help lists them)`));
