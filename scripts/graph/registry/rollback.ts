import { graphCommand } from '../command.ts';
import type { Ask } from '../wave/ask.ts';
import { askerHelp, askerOptions, askRegistry, numberOf, print, privateKeyOf, required, signed } from './asker.ts';
import { choicesOf, choicesText } from './choices.ts';
import { keyOfCall } from './publish.ts';
import { exitBy, judged, judgedText, nextOf, type StatedRevision, statementOf } from './revisions.ts';

const help = `States that an earlier revision of your subgraph comes back, signed with your key; it is checked and approved like
any other. For the supergraph of one gateway, at once and without a publisher, see npm run graph -- supergraph rollback.

  npm run graph -- rollback --subgraph NAME                      which revisions today's grants allow
  npm run graph -- rollback --subgraph NAME --to N --key PEM
  npm run graph -- rollback --subgraph NAME --to allowed --key PEM

  --subgraph NAME  name of the subgraph
  --to N           number of the revision, which was live once; allowed is the newest one that today's grants cover and
                   against which nothing else speaks
  --key PEM        file with your private Ed25519 key, of the role PUBLISHER
${askerHelp}
`;

const string = { type: 'string' } as const;

const numbered = async (ask: Ask, subgraph: string, wanted: number): Promise<StatedRevision> => {
  const answer = await ask<{ subgraphRevisions: { nodes: StatedRevision[] } }>('RevisionFacts', { subgraph });
  const found = answer.subgraphRevisions.nodes.find(({ number }) => number === wanted);
  if (!found) throw new Error(`${subgraph} has no revision ${wanted} among its last 100`);
  return found;
};

const newestAllowed = async (ask: Ask, subgraph: string): Promise<StatedRevision> => {
  const choices = await choicesOf(ask, subgraph);
  const found = choices.find(({ isAllowed }) => isAllowed);
  if (!found) throw new Error(`no earlier revision of ${subgraph} is allowed today\n${choicesText(choices)}`.trimEnd());
  return found.revision;
};

export const command = graphCommand({
  help,
  options: { subgraph: string, to: string, key: string, ...askerOptions },
  run: async ({ json, key: file, to, ...given }) => {
    const subgraph = required(given.subgraph, '--subgraph');
    const ask = askRegistry(given);
    if (to === undefined && file === undefined) {
      const choices = await choicesOf(ask, subgraph);
      print(json, choices, choicesText(choices));
      return;
    }
    const wanted = to === 'allowed' ? to : numberOf(to, '--to');
    const key = privateKeyOf(required(file, '--key'));
    const earlier = await (wanted === 'allowed' ? newestAllowed(ask, subgraph) : numbered(ask, subgraph, wanted));
    const { number: rollbackTo } = earlier;
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
