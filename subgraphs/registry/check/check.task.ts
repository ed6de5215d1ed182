import { gatewayView } from '../../../gateway/registry/gateway-view.ts';
import { type Change, changesBetween } from '../../../schema/registry/changes.ts';
import { checkRevision } from '../../../schema/registry/check.ts';
import { readSupergraph } from '../../../schema/registry/composition.ts';
import { composeLive } from '../../../schema/registry/live-graph.ts';
import type { CheckInput, CheckResult, Subgraph } from '../../../schema/registry/revision.ts';
import { EVERYTHING, isNarrowing, withoutElements } from '../../../schema/registry/withheld.ts';

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

/** What would be live without elements of one subgraph. */
export interface NarrowTask {
  kind: 'narrow';
  live: readonly Subgraph[];
  /** The subgraph. */
  name: string;
  elements: readonly string[];
  /** The supergraph that is live (SDL). */
  before: string;
}

export interface CompositionResult {
  supergraph: string;
  changes: Change[];
}

/** What is left without some elements. */
export interface NarrowedGraph extends CompositionResult {
  elements: readonly string[];
}

/** What a process of its own is given, and what it answers. */
export interface Tasks {
  check: { task: CheckTask; result: CheckResult };
  compose: { task: ComposeTask; result: CompositionResult };
  /** Undefined where the rest does not compose, or would lose a protection. */
  narrow: { task: NarrowTask; result: NarrowedGraph | undefined };
}

export type Task = Tasks[keyof Tasks]['task'];

/** The answer, or why there is none. */
export type Report<Result = unknown> = { result: Result } | { fault: string };

export const perform = async (task: Task): Promise<Report> => {
  try {
    return { result: await resultOf(task) };
  } catch (error) {
    return { fault: String(error) };
  }
};

const resultOf = (task: Task): Promise<unknown> => {
  if (task.kind === 'check') return check(task);
  return task.kind === 'compose' ? composed(task) : narrowed(task);
};

/** Leaves out these elements, or all of the subgraph where it is not sound without them. */
const narrowed = async ({ live, name, elements, before }: NarrowTask): Promise<NarrowedGraph | undefined> => {
  for (const chosen of [elements, [EVERYTHING]]) {
    const rest = live.flatMap((each) => {
      const sdl = each.name === name ? withoutElements(each.sdl, chosen) : each.sdl;
      return sdl === undefined ? [] : [{ ...each, sdl }];
    });
    const { supergraph } = composeLive(rest);
    if (supergraph && isNarrowing(readSupergraph(before).document, supergraph.document))
      return { elements: chosen, supergraph: supergraph.sdl, changes: await changesBetween(before, supergraph.sdl) };
  }
  return undefined;
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
