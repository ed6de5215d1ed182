import { changesOfSdl } from '../../../schema/registry/changes.ts';
import { graphCommand } from '../command.ts';
import { askerHelp, askerOptions, askRegistry, fileText, numberOf, print, required } from './asker.ts';

const help = `Says what a file would change of your live subgraph, or what one revision changed of another.

  npm run graph -- diff FILE --subgraph NAME [--from N]

  FILE             the subgraph's SDL
  --subgraph NAME  name of the subgraph
  --from N         number of the revision that it is compared with (default: the live one)
${askerHelp}
Ends with 1 also when a change is breaking; whether somebody uses what goes is what npm run graph -- check says.
`;

interface Text {
  number: number;
  status: string;
  sdl: string | null;
}

const string = { type: 'string' } as const;

export const command = graphCommand({
  help,
  options: { subgraph: string, from: string, ...askerOptions },
  operand: 'file of SDL',
  run: async ({ json, from, ...given }, _action, operand) => {
    const sdl = fileText(operand);
    const subgraph = required(given.subgraph, '--subgraph');
    const number = from === undefined ? undefined : numberOf(from, '--from');
    const ask = askRegistry(given);
    const { subgraphRevisions } = await ask<{ subgraphRevisions: { nodes: Text[] } }>('RevisionTexts', { subgraph });
    const base = subgraphRevisions.nodes.find((each) =>
      number === undefined ? each.status === 'LIVE' : each.number === number,
    );
    if (!base?.sdl)
      throw new Error(`${subgraph} has no ${number === undefined ? 'live revision' : `revision ${number}`}`);
    const changes = await changesOfSdl(base.sdl, sdl);
    const lines = changes.map(({ kind, message }) => `${kind.padEnd(9)} ${message}\n`);
    print(json, changes, lines.join('') || `nothing differs from revision ${base.number}\n`);
    if (changes.some(({ kind }) => kind === 'BREAKING')) process.exitCode = 1;
  },
});
