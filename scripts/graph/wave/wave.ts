import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { dataOption } from '../places.ts';
import { type Ask, askAsOfficer, NoAnswerError } from './ask.ts';
import { readWave, watchWave } from './watch.ts';

const help = `
npm run graph -- wave ACTION --number N [--data DIR]

Runs a wave as an officer, and shows how far its long steps are.
  show      its state and its steps
  create    plans it: --quota PLACES --opens TIME --closes TIME [--policy VERSION]
  open, close
  screen    judges each registration
  draw      freezes the entries, waits for the beacon and draws
  announce  tells everyone
  revoke    takes the award from those who bought nothing in time
  watch     shows the steps that are under way until they are done
A step goes on when this command is stopped, and after a crash: watch shows it again.

  --data    the data directory of a running stack, whose officer it is (default .data)

Without --data, GRAPH_TOKEN in the environment is the access token of an officer and GRAPH_URL the gateway
(http://localhost:4000/graphql unless set). A gateway that requires trusted documents knows what is asked.
`;

const mutations = {
  open: 'OpenWave',
  close: 'CloseWave',
  screen: 'ScreenWave',
  draw: 'DrawWave',
  announce: 'AnnounceWave',
  revoke: 'RevokeUnused',
} as const;

interface StepResult {
  done: { refusal: { code: string; message: string } | null };
}

const checked = ({ done: { refusal } }: StepResult) => {
  if (refusal) throw new Error(`${refusal.message} (${refusal.code})`);
};

/** Asks for a step. One that was not answered in time goes on all the same, and is watched like the others. */
const begin = async (ask: Ask, action: keyof typeof mutations, number: number) => {
  try {
    checked(await ask<StepResult>(mutations[action], { number }));
  } catch (error) {
    if (!(error instanceof NoAnswerError && error.goesOn)) throw error;
    process.stderr.write(`${error.message} Watching the wave.\n`);
  }
};

interface Plan {
  quota?: string | undefined;
  opens?: string | undefined;
  closes?: string | undefined;
  policy?: string | undefined;
}

const create = async (ask: Ask, number: number, { quota, opens, closes, policy }: Plan) => {
  const input = {
    number,
    quota: Number(quota),
    opensAt: opens,
    closesAt: closes,
    ...(policy ? { policyVersion: policy } : {}),
  };
  checked(await ask<StepResult>('CreateWave', { input, key: `wave-${number}-create` }));
};

const string = { type: 'string' } as const;

export const command = graphCommand({
  help,
  options: { number: string, quota: string, opens: string, closes: string, policy: string, ...dataOption },
  actions: ['show', 'create', 'open', 'close', 'screen', 'draw', 'announce', 'revoke', 'watch'],
  run: async ({ number: text = '', data, ...plan }, action) => {
    if (!/^\d{1,6}$/.test(text)) throw new UsageError('--number takes the number of a wave');
    const number = Number(text);
    const ask = askAsOfficer(data);
    if (action === 'create') await create(ask, number, plan);
    else if (action !== 'show' && action !== 'watch') await begin(ask, action, number);
    const wave = action === 'show' ? await readWave(ask, number) : await watchWave(ask, number);
    const steps = wave.progress.map(({ step, done, total }) => `\n  ${step.padEnd(9)} ${done} of ${total}`);
    process.stdout.write(`wave ${number} is ${wave.status}, quota ${wave.quota ?? 'unknown'}${steps.join('')}\n`);
  },
});
