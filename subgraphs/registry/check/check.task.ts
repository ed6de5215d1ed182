import { gatewayView } from '../../../gateway/registry/gateway-view.ts';
import { type Change, changesBetween } from '../../../schema/registry/changes.ts';
import { checkRevision } from '../../../schema/registry/check.ts';
import { readSupergraph } from '../../../schema/registry/composition.ts';
import type { Finding } from '../../../schema/registry/finding.ts';
import { composeLive } from '../../../schema/registry/live-graph.ts';
import type { Candidate, CheckInput, CheckResult, Subgraph } from '../../../schema/registry/revision.ts';
import { EVERYTHING, isNarrowing, withoutElements } from '../../../schema/registry/withheld.ts';

/** Whether a revision may be published. */
export interface CheckTask {
  kind: 'check';
  input: Omit<CheckInput, 'gateway'>;
  /** The most points of one request, where a gateway said so. */
  costLimit?: number | undefined;
}

/** What would speak against each of several revisions, if it were published now. */
export interface CompareTask {
  kind: 'compare';
  input: Omit<CheckInput, 'gateway' | 'candidate'>;
  candidates: readonly Candidate[];
  costLimit?: number | undefined;
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

/** What is left without some elements. */
export interface NarrowedGraph {
  elements: readonly string[];
  supergraph: string;
  changes: Change[];
}

/** What a process of its own is given, and what it answers. */
export interface Tasks {
  check: { task: CheckTask; result: CheckResult };
  /** Errors alone, of one candidate after the other. */
  compare: { task: CompareTask; result: Finding[][] };
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
  return task.kind === 'compare' ? compared(task) : narrowed(task);
};

const compared = async ({ input, candidates, costLimit }: CompareTask): Promise<Finding[][]> => {
  const found: Finding[][] = [];
  for (const candidate of candidates) {
    const { findings } = await check({ kind: 'check', input: { ...input, candidate }, costLimit });
    found.push(findings.filter(({ severity }) => severity === 'ERROR'));
  }
  return found;
};

/** Leaves out these elements, or all of the subgraph where it is not sound without them. */
const narrowed = async ({ live, name, elements, before }: NarrowTask): Promise<NarrowedGraph | undefined> => {
  const full = readSupergraph(before);
  for (const chosen of [elements, [EVERYTHING]]) {
    const rest = live.flatMap((each) => {
      const sdl = each.name === name ? withoutElements(each.sdl, chosen) : each.sdl;
      return sdl === undefined ? [] : [{ ...each, sdl }];
    });
    const { supergraph } = composeLive(rest);
    if (supergraph && isNarrowing(full.document, supergraph.document))
      return { elements: chosen, supergraph: supergraph.sdl, changes: await changesBetween(full, supergraph) };
  }
  return undefined;
};

const check = ({ input, costLimit }: CheckTask): Promise<CheckResult> => {
  const view = gatewayView(new Map());
  return checkRevision({ ...input, gateway: { ...view, ...(costLimit !== undefined && { costLimit }) } });
};
