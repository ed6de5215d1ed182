import { createHash } from 'node:crypto';
import { hashOf } from '../../../schema/registry/statement.ts';
import { graphCommand } from '../command.ts';
import { askerHelp, askerOptions, askRegistry, fileText, print, privateKeyOf, required, signed } from './asker.ts';
import { exitBy, judged, judgedText, nextOf } from './revisions.ts';

const help = `Publishes a revision of your subgraph, signed with your key, and says what the checks found.

  npm run graph -- publish FILE --subgraph NAME --organization ORG --address URL --key PEM

  FILE                the subgraph's SDL, as { _service { sdl } } returns it
  --subgraph NAME     name of the subgraph
  --organization ORG  who publishes it: the id of your organisation, or its name in the registry
  --address URL       where gateways ask it
  --key PEM           file with your private Ed25519 key, of the role PUBLISHER; it stays on this machine
${askerHelp}
`;

const string = { type: 'string' } as const;

/** Sending the same again after a lost answer publishes nothing twice. */
export const keyOfCall = (signature: string): string => createHash('sha256').update(signature).digest('hex');

export const command = graphCommand({
  help,
  options: { subgraph: string, organization: string, address: string, key: string, ...askerOptions },
  operand: 'file of SDL',
  run: async ({ json, key: file, ...given }, _action, operand) => {
    const sdl = fileText(operand);
    const subgraph = required(given.subgraph, '--subgraph');
    const organization = required(given.organization, '--organization');
    const address = required(given.address, '--address');
    const key = privateKeyOf(required(file, '--key'));
    const ask = askRegistry(given);
    const base = { organization, subgraph, address, ...(await nextOf(ask, subgraph)) };
    const signing = signed(key, { ...base, sdlHash: hashOf(sdl) }, 'publisher');
    const variables = { input: { ...base, sdl, ...signing }, key: keyOfCall(signing.signature) };
    const revision = await judged(ask, ['Publish', variables], base);
    print(json, revision, judgedText(revision));
    exitBy(revision);
  },
});
