import type { GraphCommand } from '../command.ts';

const actions: Readonly<Record<string, () => Promise<{ command: GraphCommand }>>> = {
  subgraph: () => import('./subgraph-conformance.ts'),
  request: () => import('./request-conformance.ts'),
  runs: () => import('./conformance-runs.ts'),
};

/** `conformance subgraph`, `request` and `runs` are about subgraphs; without a word it is about a payment partner. */
export const command: GraphCommand = {
  run: async ([word = '', ...args]) => {
    const load = Object.hasOwn(actions, word) ? actions[word] : undefined;
    const loaded = await (load ?? (() => import('../conformance/conformance.ts')))();
    return loaded.command.run(load || word === '' ? args : [word, ...args]);
  },
};
