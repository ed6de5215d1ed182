import type { OpenPlans } from '../planner/plan-source.ts';
import { PlannerProcess, type PlannerProcessOptions } from '../planner/planner-process.ts';
import { type TrialFault, trialFault } from './trial.ts';

/** Plans of the native planner, and trials of supergraphs with it. */
export interface NativePlanner {
  openPlans: OpenPlans;
  trialFault: TrialFault;
  stop(): Promise<void>;
}

/** In processes of their own, which the planner may end. */
export const planningApart = (options: PlannerProcessOptions): NativePlanner => {
  const planner = new PlannerProcess(options);
  return { openPlans: planner.open, trialFault, stop: () => planner.stop() };
};
