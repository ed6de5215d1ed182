import { graphCommand } from '../command.ts';
import { askerHelp, askerOptions, askRegistry, print } from '../registry/asker.ts';
import { runsText, type ShownRun } from './runs.ts';

const help = `Lists conformance runs of your organisation's subgraphs, newest first; all as an officer.

  npm run graph -- conformance runs [--subgraph NAME]

  --subgraph NAME  only those of this subgraph
${askerHelp}
`;

const MOST = 50;

export const command = graphCommand({
  help,
  options: { subgraph: { type: 'string' }, ...askerOptions },
  run: async ({ json, subgraph = null, ...asker }) => {
    const ask = askRegistry(asker);
    const variables = { first: MOST, subgraph };
    const { conformanceRuns } = await ask<{ conformanceRuns: { nodes: ShownRun[] } }>('ListConformance', variables);
    print(json, conformanceRuns.nodes, runsText(conformanceRuns.nodes));
  },
});
