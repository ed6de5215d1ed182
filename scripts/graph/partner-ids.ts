import { readFileSync } from 'node:fs';
import { readPartnerKeys } from '../../gateway/partner/partner-keys.ts';
import { partnerKeysEnv } from '../env.ts';
import { readSecrets } from '../stack/secrets.ts';
import { UsageError } from '../usage.error.ts';
import { graphCommand } from './command.ts';
import { DEFAULT_DATA, dataOption } from './places.ts';

const help = `npm run graph -- partner-ids --subgraph NAME FILE [--data DIR]

Prints the ids by which a partner's subgraph knows people under each key in "subjects" of PARTNER_KEYS, in the order of
the keys, separated by commas: for the partner to add to its rows while the key is rotated. It names nobody to us.

  --subgraph NAME   the partner's subgraph
  FILE              its ids, a line each
  --data DIR        the stack's data directory; without it PARTNER_KEYS counts, if that is set
`;

const keysOf = (data: string | undefined) => {
  const given = data === undefined ? partnerKeysEnv().PARTNER_KEYS : undefined;
  // The stack's keys are of Ed25519, as JSON Web Keys of any kind can be.
  return readPartnerKeys(
    given ?? (readSecrets(data ?? DEFAULT_DATA).partnerKeys as Parameters<typeof readPartnerKeys>[0]),
  );
};

export const command = graphCommand({
  help,
  options: { subgraph: { type: 'string' }, ...dataOption },
  operand: 'file',
  run: async ({ subgraph, data }, _action, file) => {
    if (!subgraph) throw new UsageError('--subgraph is missing');
    const keys = keysOf(data);
    const all = keys.personIdsOf(subgraph);
    const each = keys.eachPersonIdsOf(subgraph);
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    const rows = lines.map((line, index) => {
      const id = all.open(line.trim());
      if (id === undefined) throw new Error(`line ${index + 1} of ${file} is no id of ${subgraph} under these keys`);
      return each.map(({ seal }) => seal(id)).join(',');
    });
    process.stdout.write(rows.map((row) => `${row}\n`).join(''));
  },
});
