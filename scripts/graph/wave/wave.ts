import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { dataOption } from '../places.ts';
import { type Ask, askAsOfficer, NoAnswerError } from './ask.ts';
import { confirmed } from './confirm.ts';
import { describeWave, shortly } from './describe.ts';
import { readWave, watchWave } from './watch.ts';

const help = `
npm run graph -- wave ACTION --number N [--data DIR]

Runs a wave as an officer, and shows how far its long steps are.
  show      its state, dates, counts, its steps and what can be done next
  create    plans it: --quota PLACES --opens TIME --closes TIME [--policy VERSION]
            [--tranche DAY:PLACES --tranche DAY:PLACES …], when its winners are shared out among periods
  update    changes the plan before it opens: any of --quota, --opens, --closes, --policy, --tranche
  open, close
  cancel    ends it before its draw, for everyone to read: --reason TEXT
  screen    judges each registration
  witnesses names who must cosign its draw, before it opens: --threshold K --witness KEY --witness KEY …
  draw      freezes the entries, waits for witnesses and the beacon, and draws
  approve   approves the frozen entries, as another officer than who froze them: --officer ID
  void      ends an attempt that too few witnesses signed, as another officer: --officer ID --reason TEXT
  announce  tells everyone
  revoke    takes the award from those who bought nothing in time
  watch     shows the steps that are under way until they are done
A step that cannot be taken back says what it will do and asks, on a terminal; --yes answers, --dry-run only says it.
A step goes on when this command is stopped, and after a crash: watch shows it again.

  --data    the data directory of a running stack, whose officer it is (default .data); --officer ID is another one

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
  tranche?: string[] | undefined;
}

const trancheOf = (text: string) => {
  const [startsOn, places] = text.split(':');
  if (!startsOn || !/^\d+$/.test(places ?? ''))
    throw new UsageError('--tranche is a day and its places: 2027-01-31:400');
  return { startsOn, places: Number(places) };
};

const inputOf = ({ quota, opens, closes, policy, tranche }: Plan) => ({
  ...(quota ? { quota: Number(quota) } : {}),
  ...(opens ? { opensAt: opens } : {}),
  ...(closes ? { closesAt: closes } : {}),
  ...(policy ? { policyVersion: policy } : {}),
  ...(tranche ? { tranches: tranche.map(trancheOf) } : {}),
});

const update = async (ask: Ask, number: number, plan: Plan) =>
  checked(await ask<StepResult>('UpdateWave', { number, input: inputOf(plan) }));

const create = async (ask: Ask, number: number, plan: Plan) => {
  const input = { number, ...inputOf(plan) };
  checked(await ask<StepResult>('CreateWave', { input, key: `wave-${number}-create` }));
};

interface WitnessOptions {
  witness?: string[] | undefined;
  threshold?: string | undefined;
  reason?: string | undefined;
}

const isWitnessing = (action: string): action is keyof typeof ofWitnesses => action in ofWitnesses;

const ofWitnesses = {
  witnesses: async (ask: Ask, number: number, { witness: witnesses = [], threshold }: WitnessOptions) =>
    checked(await ask<StepResult>('SetDrawWitnesses', { number, witnesses, threshold: Number(threshold) })),
  approve: async (ask: Ask, number: number) => checked(await ask<StepResult>('ApproveDraw', { number })),
  cancel: async (ask: Ask, number: number, { reason = '' }: WitnessOptions) =>
    checked(await ask<StepResult>('CancelWave', { number, reason })),
  void: async (ask: Ask, number: number, { reason = '' }: WitnessOptions) =>
    checked(await ask<StepResult>('VoidDraw', { number, reason })),
};

const string = { type: 'string' } as const;

const witnessOptions = {
  officer: string,
  reason: string,
  threshold: string,
  witness: { ...string, multiple: true },
} as const;

export const command = graphCommand({
  help,
  options: {
    number: string,
    quota: string,
    opens: string,
    closes: string,
    policy: string,
    tranche: { ...string, multiple: true },
    yes: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    ...witnessOptions,
    ...dataOption,
  },
  actions: [
    'show',
    'create',
    'update',
    'open',
    'close',
    'cancel',
    'screen',
    'witnesses',
    'draw',
    'approve',
    'void',
    'announce',
    'revoke',
    'watch',
  ],
  run: async ({ number: text = '', data, officer, yes, 'dry-run': isDry, ...plan }, action) => {
    if (!/^\d{1,6}$/.test(text)) throw new UsageError('--number takes the number of a wave');
    const number = Number(text);
    const ask = askAsOfficer(data, officer);
    if (action !== 'create' && !(await confirmed(ask, { action, number, isYes: yes, isDry }))) return;
    if (action === 'create') await create(ask, number, plan);
    else if (action === 'update') await update(ask, number, plan);
    else if (isWitnessing(action)) await ofWitnesses[action](ask, number, plan);
    else if (action !== 'show' && action !== 'watch') await begin(ask, action, number);
    const wave = action === 'show' || isWitnessing(action) ? await readWave(ask, number) : await watchWave(ask, number);
    process.stdout.write(action === 'show' ? describeWave(wave) : shortly(wave));
  },
});
