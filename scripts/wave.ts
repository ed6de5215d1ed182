import { setTimeout as delay } from 'node:timers/promises';
import { fail } from './arguments.ts';
import { parseCommand } from './commands.ts';
import { isProduction } from './env.ts';
import { roles } from './roles.ts';
import { progressBar } from './seed/progress.ts';
import { readSecrets } from './stack/secrets.ts';
import { readStackFile, type StackFile } from './stack/stack-file.ts';
import { signToken } from './stack/token.ts';
import { UsageError } from './usage.error.ts';

const help = `
npm run wave -- COMMAND --number N [--data DIR]

Runs a wave of the running stack as an officer, and shows how far its long steps are.
  show      its state and its steps
  create    plans it: --quota PLACES --opens TIME --closes TIME [--policy VERSION]
  open, close
  screen    judges each registration
  draw      freezes the entries, waits for the beacon and draws
  announce  tells everyone
  revoke    takes the award from those who bought nothing in time
  watch     shows the steps that are under way until they are done
A step goes on when this command is stopped, and after a crash: watch shows it again.
`;

const mutations: Record<string, string> = {
  open: 'openWave',
  close: 'closeWave',
  screen: 'screenWave',
  draw: 'drawWave',
  announce: 'announceWave',
  revoke: 'revokeUnused',
};

interface Step {
  step: string;
  isRunning: boolean;
  done: number;
  total: number;
  errorId: string | null;
}
interface Wave {
  number: number;
  status: string;
  quota: number | null;
  progress: Step[];
}
const WANTED = 'number status quota progress { step isRunning done total errorId }';

type Ask = <T>(query: string, variables?: object) => Promise<T>;

const asOfficer = async (stack: StackFile, data: string): Promise<Ask> => {
  const facts = { issuer: stack.issuer, subject: 'synthetic-officer', role: 'officer', scopes: roles.officer ?? [] };
  return async <T>(query: string, variables: object = {}) => {
    const headers = {
      'content-type': 'application/json',
      // A token lives for minutes and a step perhaps longer.
      authorization: `Bearer ${await signToken(readSecrets(data).tokenKey, facts)}`,
    };
    const body = JSON.stringify({ query, variables });
    const answer = await fetch(stack.url, { method: 'POST', headers, body });
    const { data: found, errors } = (await answer.json()) as { data: T; errors?: { message: string }[] };
    if (errors?.[0]) throw new Error(errors[0].message);
    return found;
  };
};

const read = async (ask: Ask, number: number): Promise<Wave> => {
  const { wave } = await ask<{ wave: Wave | null }>(`query ($number: Int!) { wave(number: $number) { ${WANTED} } }`, {
    number,
  });
  if (!wave) throw new Error(`there is no wave ${number}`);
  return wave;
};

const EVERY_MS = 500;

const watch = async (ask: Ask, number: number): Promise<Wave> => {
  const bars = new Map<string, (done: number) => void>();
  for (;;) {
    const wave = await read(ask, number);
    for (const { step, isRunning, done, total, errorId } of wave.progress) {
      if (isRunning && !bars.has(step)) bars.set(step, progressBar(`Wave ${number}, ${step}`, total));
      bars.get(step)?.(done);
      if (errorId) process.stderr.write(`\n${step} failed and is tried again; the log of pmo names ${errorId}\n`);
    }
    if (!wave.progress.some(({ isRunning }) => isRunning)) return wave;
    await delay(EVERY_MS);
  }
};

interface Done {
  done: { refusal: { code: string; message: string } | null };
}

const checked = ({ done: { refusal } }: Done) => {
  if (refusal) throw new Error(`${refusal.message} (${refusal.code})`);
};

const CREATE = `mutation ($input: CreateWaveInput!, $key: String!) {
  done: createWave(input: $input, idempotencyKey: $key) { refusal { code message } } }`;

const act = async (
  ask: Ask,
  command: string,
  { number, values }: { number: number; values: Record<string, unknown> },
) => {
  if (command === 'create') {
    const { quota, opens: opensAt, closes: closesAt, policy: policyVersion } = values;
    const input = { number, quota: Number(quota), opensAt, closesAt, ...(policyVersion ? { policyVersion } : {}) };
    checked(await ask<Done>(CREATE, { input, key: `wave-${number}-create` }));
  } else if (mutations[command]) {
    const mutation = `mutation ($number: Int!) { done: ${mutations[command]}(number: $number) { refusal { code message } } }`;
    checked(await ask<Done>(mutation, { number }));
  } else if (command !== 'show' && command !== 'watch')
    throw new UsageError(`no command ${command} (--help lists them)`);
};

const main = async () => {
  const string = { type: 'string' } as const;
  const { values, positionals } = parseCommand(process.argv.slice(2), {
    ...{ number: string, quota: string, opens: string, closes: string, policy: string },
    data: { type: 'string', default: '.data' },
    help: { type: 'boolean', short: 'h' },
  });
  const [command = ''] = positionals;
  if (values.help || command === '') return void process.stdout.write(`${help.trim()}\n`);
  if (isProduction()) throw new Error('in production an officer signs in; this command is for the default run');
  if (!/^\d{1,6}$/.test(values.number ?? '')) throw new UsageError('--number takes the number of a wave');
  const number = Number(values.number);
  const ask = await asOfficer(readStackFile(values.data), values.data);
  await act(ask, command, { number, values });
  const wave = command === 'show' ? await read(ask, number) : await watch(ask, number);
  const steps = wave.progress.map(({ step, done, total }) => `\n  ${step.padEnd(9)} ${done} of ${total}`);
  process.stdout.write(`wave ${number} is ${wave.status}, quota ${wave.quota ?? 'unknown'}${steps.join('')}\n`);
};

main().catch((error: unknown) => fail('wave', error));
