import type { OpenPlans } from '../../planner/plan-source.ts';
import { PlannerProcess } from '../../planner/planner-process.ts';

let planner: PlannerProcess | undefined;
let aborts = 0;

/** Opens the native planner in a process of its own, as the gateway does: it may end over a case. */
export const openNativePlans: OpenPlans = (supergraph) => {
  planner ??= new PlannerProcess({
    log: { warn: () => undefined },
    onRestart: (cause) => {
      if (cause === 'aborted') aborts += 1;
    },
  });
  return planner.open(supergraph);
};

/** How often the native planner ended over what it was asked. */
export const abortsSoFar = (): number => aborts;
