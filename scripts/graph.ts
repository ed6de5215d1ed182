import { fail } from './arguments.ts';
import type { GraphCommand } from './graph/command.ts';
import { UsageError } from './usage.error.ts';

interface Entry {
  summary: string;
  load(): Promise<{ command: GraphCommand }>;
}

const commands: Record<string, Entry> = {
  wave: {
    summary: 'runs a wave as an officer: create, open, close, screen, draw, announce, revoke, watch',
    load: () => import('./graph/wave/wave.ts'),
  },
  events: {
    summary: 'lists and replays events that a subscriber did not take',
    load: () => import('./graph/events.ts'),
  },
  audit: {
    summary: 'verifies, lists and anchors the audit trail',
    load: () => import('./graph/audit.ts'),
  },
  vault: {
    summary: 'counts and rotates the keys of personal data',
    load: () => import('./graph/vault.ts'),
  },
  accounts: {
    summary: "makes an officer's account, the first one of a production too",
    load: () => import('./graph/accounts.ts'),
  },
  secrets: {
    summary: 'prints an .env for docker-compose.yml, with fresh secrets',
    load: () => import('./graph/secrets.ts'),
  },
  migrate: {
    summary: 'brings the databases to the newest migration',
    load: () => import('./graph/migrate.ts'),
  },
  seed: {
    summary: 'gives synthetic participants to a graph without people',
    load: () => import('./graph/seed.ts'),
  },
  replay: {
    summary: 'judges the people of past waves again under another policy',
    load: () => import('./graph/replay.ts'),
  },
  'publish-draw': {
    summary: 'writes the published list of a draw',
    load: () => import('./graph/publish-draw.ts'),
  },
  'verify-draw': {
    summary: 'verifies a published list, by a program that shares no code with the graph',
    load: () => import('./graph/verify-draw.ts'),
  },
  invariants: {
    summary: 'asks the databases whether everything that must hold does',
    load: () => import('./graph/invariants.ts'),
  },
};

const width = Math.max(...Object.keys(commands).map((name) => name.length));
const help = `npm run graph -- COMMAND [options]

Looks after a graph: a running default stack, or one whose databases the environment names.

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  .join('\n')}

npm run graph -- COMMAND --help lists what a command takes. Ends with 0, with 1 when something failed or does not hold,
and with 2 for wrong arguments.

Where a command finds its databases, the first that is given:
  --data DIR                            the data directory of a running stack
  PMO_DATABASE_URL, TRAINING_…,         the database of each service, in the environment; with PMO_VAULT_KEYS, … where a
  PAYMENTS_…, JOBS_…, IDENTITY_…        command reads personal data
  DATABASE_URL, with VAULT_KEYS         the only database of the command, or that of --subgraph
  otherwise                             the running stack of .data
A URL holds a password, and other users see the arguments of a process: so it is never an argument.
`;

const main = async ([name, ...args]: string[]): Promise<void> => {
  if (name === '--help' || name === '-h') return void process.stdout.write(help);
  if (!name) throw new UsageError('say which command (--help lists them)');
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) throw new UsageError(`there is no command ${name} (--help lists them)`);
  const { command } = await entry.load();
  await command.run(args).catch((error: unknown) => fail(name, error));
};

main(process.argv.slice(2)).catch((error: unknown) => fail('graph', error));
