import { gatewayView } from '../../../gateway/registry/gateway-view.ts';
import { type Change, changesBetween } from '../../../schema/registry/changes.ts';
import { checkRevision } from '../../../schema/registry/check.ts';
import { composeLive } from '../../../schema/registry/live-graph.ts';
import type { CheckInput, CheckResult, Subgraph } from '../../../schema/registry/revision.ts';

/** Whether a revision may be published. */
export interface CheckTask {
  kind: 'check';
  input: Omit<CheckInput, 'gateway'>;
  /** The most points of one request, where a gateway said so. */
  costLimit?: number | undefined;
}

/** What would be live, and what clients would see of it. */
export interface ComposeTask {
  kind: 'compose';
  live: readonly Subgraph[];
  /** The supergraph that is live (SDL). */
  before?: string | undefined;
}

export interface CompositionResult {
  supergraph: string;
  changes: Change[];
}

/** What a process of its own is given, and what it answers. */
export interface Tasks {
  check: { task: CheckTask; result: CheckResult };
  compose: { task: ComposeTask; result: CompositionResult };
}

export type Task = Tasks[keyof Tasks]['task'];

/** The answer, or why there is none. */
export type Report<Result = unknown> = { result: Result } | { fault: string };

export const perform = async (task: Task): Promise<Report> => {
  try {
    return { result: task.kind === 'check' ? await check(task) : await composed(task) };
  } catch (error) {
    return { fault: String(error) };
  }
};

const check = ({ input, costLimit }: CheckTask): Promise<CheckResult> => {
  const view = gatewayView(new Map());
  return checkRevision({ ...input, gateway: { ...view, ...(costLimit !== undefined && { costLimit }) } });
};

const composed = async ({ live, before }: ComposeTask): Promise<CompositionResult> => {
  const { supergraph, errors } = composeLive(live);
  // The rules composed the same subgraphs, in another order.
  if (!supergraph) throw new Error(`sound, but not composable: ${errors.map(({ message }) => message).join('; ')}`);
  return {
    supergraph: supergraph.sdl,
    changes: before === undefined ? [] : await changesBetween(before, supergraph.sdl),
  };
};
