import { graphCommand } from '../command.ts';
import { askerHelp, askerOptions, askRegistry, print, privateKeyOf, required, signed } from './asker.ts';
import { exitBy, judged, judgedText, type StatedRevision, statementOf } from './revisions.ts';

const help = `Approves a checked revision that somebody else published, signed with your key; then it goes live, or says why not.

  npm run graph -- approve --id REVISION --key PEM

  --id REVISION  id of the revision; npm run graph -- status lists them
  --key PEM      file with your private Ed25519 key, of the role APPROVER
${askerHelp}
`;

const string = { type: 'string' } as const;

export const command = graphCommand({
  help,
  options: { id: string, key: string, ...askerOptions },
  run: async ({ json, key: file, id: given, ...asker }) => {
    const id = required(given, '--id');
    const key = privateKeyOf(required(file, '--key'));
    const ask = askRegistry(asker);
    const { subgraphRevision } = await ask<{ subgraphRevision: StatedRevision | null }>('OneRevision', { id });
    if (!subgraphRevision) throw new Error(`there is no revision ${id}`);
    const signing = signed(key, statementOf(subgraphRevision), 'approver');
    const revision = await judged(ask, ['Approve', { id, ...signing }], subgraphRevision);
    print(json, revision, judgedText(revision));
    exitBy(revision);
  },
});
