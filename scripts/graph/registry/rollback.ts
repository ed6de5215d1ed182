import { graphCommand } from '../command.ts';
import { askerHelp, askerOptions, askRegistry, numberOf, print, privateKeyOf, required, signed } from './asker.ts';
import { keyOfCall } from './publish.ts';
import { exitBy, judged, judgedText, nextOf, type StatedRevision, statementOf } from './revisions.ts';

const help = `States that an earlier revision of your subgraph comes back, signed with your key; it is checked and approved like
any other. For the supergraph of one gateway, at once and without a publisher, see npm run graph -- supergraph rollback.

  npm run graph -- rollback --subgraph NAME --to N --key PEM

  --subgraph NAME  name of the subgraph
  --to N           number of the revision, which was live once
  --key PEM        file with your private Ed25519 key, of the role PUBLISHER
${askerHelp}
`;

const string = { type: 'string' } as const;

export const command = graphCommand({
  help,
  options: { subgraph: string, to: string, key: string, ...askerOptions },
  run: async ({ json, key: file, to, ...given }) => {
    const subgraph = required(given.subgraph, '--subgraph');
    const rollbackTo = numberOf(to, '--to');
    const key = privateKeyOf(required(file, '--key'));
    const ask = askRegistry(given);
    const answer = await ask<{ subgraphRevisions: { nodes: StatedRevision[] } }>('RevisionFacts', { subgraph });
    const earlier = answer.subgraphRevisions.nodes.find(({ number }) => number === rollbackTo);
    if (!earlier) throw new Error(`${subgraph} has no revision ${rollbackTo} among its last 100`);
    const next = await nextOf(ask, subgraph);
    const signing = signed(key, { ...statementOf(earlier), ...next, rollbackTo }, 'publisher');
    const { organization } = earlier;
    const input = { subgraph, organization, ...next, rollbackTo, ...signing };
    const variables = { input, key: keyOfCall(signing.signature) };
    const revision = await judged(ask, ['Rollback', variables], input);
    print(json, revision, judgedText(revision));
    exitBy(revision);
  },
});
