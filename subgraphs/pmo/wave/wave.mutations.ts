import type DataLoader from 'dataloader';
import { Arg, Int } from 'type-graphql';
import { notAllowed } from '../../kit/forbidden.ts';
import type { Language } from '../../kit/language.ts';
import { answer, type DeclaredMutation, declareMutation } from '../../kit/mutation.ts';
import type { Refusal } from '../../kit/refusal.ts';
import { trancheRefusals } from '../tranche/index.ts';
import { refusals } from './wave.refusal.ts';
import { transition, WaveStatus, WaveStepName } from './wave.status.ts';
import { WaveType } from './wave.type.ts';

const SHORT = 100;
const LONG = 1_000;

interface WaveMutation {
  name: string;
  does: string;
  scope: string;
  /** Beside FORBIDDEN. */
  refusals: readonly Refusal[];
  weight: number;
  isKeyed?: boolean;
  /** Describes the payload. */
  answers: string;
  /** Describes the wave in it. */
  wave: string;
}

const declare = ({ scope, refusals: others, answers, wave, ...mutation }: WaveMutation): DeclaredMutation<WaveType> =>
  declareMutation({
    ...mutation,
    takes: `the scope \`${scope}\``,
    refusals: [notAllowed({ scopes: [scope] }), ...others],
    payload: { description: answers, field: 'wave', type: () => WaveType, fieldDescription: wave },
  });

/** The argument `number` of mutations. */
export const WaveNumber = () => Arg('number', () => Int, { description: "The wave's number." });

/** What the answer of a mutation takes from the context of its request. */
export interface WaveAnswerContext {
  language: Language;
  loaders: { wave: DataLoader<number, WaveType | null> };
}

/** Runs a use case and answers the wave as it stands afterwards. */
export const answerWave = (
  mutation: DeclaredMutation<WaveType>,
  { language, loaders }: WaveAnswerContext,
  useCase: () => Promise<number>,
): Promise<object> =>
  answer(mutation, language, async () => {
    const number = await useCase();
    return loaders.wave.clear(number).load(number);
  });

const unknown = refusals.unknown(1);
const illegal = transition.refusal(WaveStatus.SETTLED, WaveStatus.OPEN);
const busy = refusals.stepRunning(WaveStepName.SCREEN);
const GOES_ON = 'A large wave goes on after the answer: `Wave.progress`, `waveProgress`.';

export const createWave = declare({
  name: 'createWave',
  does: 'Plans a wave; it opens and closes by its schedule.',
  scope: 'wave:manage',
  refusals: [
    refusals.number(),
    refusals.quota(),
    refusals.schedule(),
    trancheRefusals.tranches(),
    refusals.policy(),
    refusals.exists(1),
  ],
  isKeyed: true,
  weight: SHORT,
  answers: 'The planned wave, or why there is none.',
  wave: 'The wave, PLANNED.',
});

export const updateWave = declare({
  name: 'updateWave',
  does: 'Changes the quota, the dates, the tranches or the policy of a wave that is PLANNED; what is left out stays. The audit trail keeps who changed what.',
  scope: 'wave:manage',
  refusals: [
    unknown,
    refusals.notPlanned(WaveStatus.OPEN),
    refusals.updateEmpty(),
    refusals.quota(),
    refusals.schedule(),
    trancheRefusals.tranches(),
    refusals.policy(),
  ],
  weight: SHORT,
  answers: 'The wave with its new plan, or why it was not changed.',
  wave: 'The wave, PLANNED.',
});

export const openWave = declare({
  name: 'openWave',
  does: 'Opens a planned wave now, before its time.',
  scope: 'wave:manage',
  refusals: [unknown, illegal, refusals.windowPassed()],
  weight: SHORT,
  answers: 'The opened wave, or why it was not opened.',
  wave: 'The wave, OPEN.',
});

export const closeWave = declare({
  name: 'closeWave',
  does: 'Closes an open wave now, before its time.',
  scope: 'wave:manage',
  refusals: [unknown, illegal],
  weight: SHORT,
  answers: 'The closed wave, or why it was not closed.',
  wave: 'The wave, CLOSED.',
});

export const cancelWave = declare({
  name: 'cancelWave',
  does: `Cancels a wave whose entries are not fixed for the draw yet: nobody joins it any more, its applicants may join another one, and its money is given back. ${GOES_ON}`,
  scope: 'wave:manage',
  refusals: [refusals.cancelReason(), unknown, busy, illegal],
  weight: LONG,
  answers: 'The cancelled wave, or why it was not cancelled.',
  wave: 'The wave, CANCELLED; `progress` says how many people were let go.',
});

export const screenWave = declare({
  name: 'screenWave',
  does: `Judges every registration of a closed wave by its policy. ${GOES_ON}`,
  scope: 'wave:manage',
  refusals: [unknown, busy, illegal],
  weight: LONG,
  answers: 'The wave that is screened, or why it is not.',
  wave: 'The wave: SCREENED, or CLOSED with its `progress`.',
});

export const drawWave = declare({
  name: 'drawWave',
  does: 'Freezes the entries of a screened wave whose money is committed (`Wave.funding`), publishes what the draw depends on, and draws when the named round of the public beacon is out. It goes on after the answer: `Wave.progress`, `waveProgress`.',
  scope: 'wave:manage',
  refusals: [
    unknown,
    busy,
    illegal,
    refusals.noQuota(),
    refusals.fundingPending(),
    refusals.fundingRefused('BUDGET_EXHAUSTED'),
  ],
  weight: LONG,
  answers: 'The wave that is drawn, or why it is not.',
  wave: 'The wave: DRAWN, or SCREENED with its `progress`.',
});

export const announceWave = declare({
  name: 'announceWave',
  does: `Tells everyone of a drawn wave how it came out; the training balances of winners follow within seconds. A winner who may no longer receive becomes INELIGIBLE. ${GOES_ON}`,
  scope: 'wave:announce',
  refusals: [unknown, busy, illegal],
  weight: LONG,
  answers: 'The announced wave, or why it was not announced.',
  wave: 'The wave: ANNOUNCED, or DRAWN with its `progress`.',
});

export const revokeUnused = declare({
  name: 'revokeUnused',
  does: `Takes the award from recipients of an announced wave who bought nothing until its deadline, or the day on which their balance ends: \`payments\` is asked about each, and only whose balance it could return loses the award. The wave is settled when all are answered: \`Wave.progress\`, \`waveProgress\`.`,
  scope: 'wave:manage',
  refusals: [unknown, busy, illegal, refusals.deadline('2026-12-31')],
  weight: LONG,
  answers: 'The wave whose unused awards are being revoked, or why they are not.',
  wave: 'The wave: ANNOUNCED with its `progress`, or SETTLED.',
});

export const reofferQuota = declare({
  name: 'reofferQuota',
  does: 'Gives places that came free in one wave to another one that is not frozen yet, by a decision of the Committee; the same decision again does nothing.',
  scope: 'wave:manage',
  refusals: [
    refusals.decision(),
    refusals.decisionUsed(),
    refusals.sameWave(),
    refusals.unknown(1, 'from'),
    refusals.notOpenForPlaces(WaveStatus.DRAWN),
    busy,
    refusals.places(0),
  ],
  weight: SHORT,
  answers: 'The wave that got the places, or why it did not.',
  wave: 'The wave with its new quota.',
});

export const waveMutations = [
  createWave,
  updateWave,
  openWave,
  closeWave,
  cancelWave,
  screenWave,
  drawWave,
  announceWave,
  revokeUnused,
  reofferQuota,
];
