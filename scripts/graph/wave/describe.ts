import type { NextStep, Wave } from './watch.ts';

const day = (moment: string | null) => (moment === null ? 'not published' : moment);
const count = (people: number) => people.toLocaleString('en-US');

const nextLine = ({ mutation, does, isReversible }: NextStep) =>
  `\n  ${mutation.padEnd(13)} ${does}${isReversible ? '' : ' Cannot be taken back.'}`;

/** A wave in short: its state, and its steps. */
export const shortly = ({ number, status, quota, progress }: Wave): string => {
  const steps = progress.map(({ step, done, total }) => `\n  ${step.padEnd(9)} ${done} of ${total}`);
  return `wave ${number} is ${status}, quota ${quota ?? 'unknown'}${steps.join('')}\n`;
};

/** A wave as lines for people: state, dates, counts, its steps, and what can be done next. */
export const describeWave = (wave: Wave): string => {
  const { policyVersion, opensAt, closesAt, purchaseDeadline, funnel } = wave;
  const lines = [
    `  policy ${policyVersion}, opens ${day(opensAt)}, closes ${day(closesAt)}`,
    ...(wave.isOverdue
      ? ['  Its time to be open has passed, and nobody could join: update gives it another one.']
      : []),
    ...wave.tranches.map(
      ({ number, startsOn, places }) => `  tranche ${number} from ${startsOn}: ${count(places)} places`,
    ),
    ...(purchaseDeadline === null ? [] : [`  first purchase until ${purchaseDeadline}`]),
    `  applied ${count(funnel.applied)}, eligible ${count(funnel.eligible)}, selected ${count(funnel.selected)}`,
  ];
  const next = wave.nextSteps.length === 0 ? '' : `\nnext:${wave.nextSteps.map(nextLine).join('')}`;
  return `${shortly(wave)}${lines.join('\n')}${next}\n`;
};
