import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { publishedList } from '../../subgraphs/pmo/draw/published-list.ts';
import { UsageError } from '../usage.error.ts';
import { graphCommand } from './command.ts';
import { databaseOf, dataOption } from './places.ts';

const help = `
npm run graph -- publish-draw --wave N --out FILE [--data DIR]

Writes the published list of a frozen or drawn wave: its facts, each entry with its region, each winner with its rank.
Anyone can check it: npm run graph -- verify-draw FILE
  --wave  the wave's number
  --out   the file to write
  --data  the stack's data directory; npm run graph -- --help says where it finds the database of pmo without it
`;

/** Writes the published list of a wave to a file. @throws Error when the wave is not frozen */
export const publishDraw = async (databaseUrl: string, wave: number, file: string): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await pipeline(Readable.from(publishedList(client, wave)), createWriteStream(file));
  } finally {
    await client.end();
  }
};

export const command = graphCommand({
  help,
  options: { wave: { type: 'string', default: '' }, out: { type: 'string', default: '' }, ...dataOption },
  run: async ({ wave, out, data }) => {
    if (!/^\d{1,9}$/.test(wave) || out === '')
      throw new UsageError('--wave takes a number and --out a file; see --help');
    await publishDraw(databaseOf('pmo', data), Number(wave), out);
    process.stdout.write(
      `publish-draw: wave ${wave} is in ${out}; check it with npm run graph -- verify-draw ${out}\n`,
    );
  },
});
