import { packKit } from '../../partner/pack.ts';
import { graphCommand } from '../command.ts';

const help = `
npm run graph -- kit [--to DIR]

Builds the partner kit, @prakerja/subgraph-kit, from this repository into a package that npm installs.

  --to DIR  where the package is written; the current folder unless given
`;

/** `npm run graph -- kit` */
export const command = graphCommand({
  help,
  options: { to: { type: 'string' } },
  async run({ to = '.' }) {
    process.stdout.write(`${await packKit(to)}\n`);
  },
});
