import { fail, readArguments } from './arguments.ts';
import { startEnv } from './env.ts';
import { parsePeople } from './seed/people.ts';
import { stopAtInterrupt } from './stack/interrupt.ts';
import { startStack } from './stack/stack.ts';
import { UsageError } from './usage.error.ts';

const help = `
npm start -- [--port N] [--data DIR] [--seed none|small|N]

Runs the whole graph: PostgreSQL, the gateway, the identity service and the subgraphs, each in a process of its own.
  --port  the gateway's port; the others follow from it (default 4000: subgraphs 4001-4005,
          identity 4010, simulated payment partners 4020, PostgreSQL 4090)
  --data  where the database, the keys and the logs live (default .data)
  --seed  synthetic participants to make on the first start: none, small (2,000, default) or any number to 1,000,000

DATABASE_URL uses that PostgreSQL cluster (18 or newer) instead of the embedded one. Ctrl-C stops everything.
METRICS_PORT is the gateway's port for Prometheus; those of the other services follow from it, as their ports do.
`;

const readPort = (text: string) => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1_024 || port > 32_000) {
    throw new UsageError(`--port takes a number from 1024 to 32000; it was ${text}`);
  }
  return port;
};

const main = async () => {
  const options = {
    port: { type: 'string', default: '4000' },
    data: { type: 'string', default: '.data' },
    seed: { type: 'string', default: 'small' },
  } as const;
  const { port = '', data = '.data', seed = 'small' } = readArguments('start', help, options);
  const people = parsePeople(seed);
  const report = (line: string) => process.stdout.write(`${line}\n`);
  const { DATABASE_URL: databaseUrl, METRICS_PORT: metricsPort } = startEnv();
  const stopping = new AbortController();
  const { signal } = stopping;
  const starting = startStack({
    port: readPort(port),
    data,
    databaseUrl,
    metricsPort,
    isPublished: true,
    report,
    signal,
  });
  signal.addEventListener('abort', () => report('Stopping …'));
  stopAtInterrupt(starting, stopping);
  try {
    // Loaded while PostgreSQL and the services start.
    const [stack, { seedSample }, { putAccounts }, { printWelcome }] = await Promise.all([
      starting,
      import('./stack/seed-sample.ts'),
      import('./stack/accounts.ts'),
      import('./stack/welcome.ts'),
    ]);
    await seedSample(stack, { data, people });
    await putAccounts(stack, data);
    await printWelcome({ stack, data, report });
  } catch (error) {
    // The stop ends the process; what it interrupted failed because of it.
    if (!stopping.signal.aborted) throw error;
  }
};

main().catch((error: unknown) => fail('start', error));
