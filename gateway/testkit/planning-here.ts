import { plansHere } from '../planner/plans-here.ts';
import type { NativePlanner } from '../revision/planning.ts';
import { tryHere } from '../revision/trial-here.ts';

const nothing = async () => undefined;

/** Plans and trials in this process: a tenth of what they cost in processes of their own, which only some tests are about. */
export const planningHere: NativePlanner = {
  openPlans: plansHere,
  trialFault: (task) => tryHere(task, nothing).then(nothing, String),
  stop: nothing,
};
