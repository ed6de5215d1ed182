import { fail, readArguments } from './arguments.ts';
import { roles } from './roles.ts';
import { sampleAlumnus } from './stack/sample.ts';
import { readSecrets } from './stack/secrets.ts';
import { readStackFile } from './stack/stack-file.ts';
import { signToken } from './stack/token.ts';

const help = `
npm run -s token -- --as ROLE [--id ID] [--data DIR]

Prints an access token of the running stack, valid for 10 minutes.
  --as    ${Object.keys(roles).join(' | ')}
  --id    whose token: a participant's id, or an organisation's; default for a participant: a seeded alumnus
  --data  the stack's data directory (default .data)

Use it as:  curl -H "authorization: Bearer $(npm run -s token -- --as officer)" …
`;

const main = async () => {
  const options = {
    as: { type: 'string' },
    id: { type: 'string' },
    data: { type: 'string', default: '.data' },
  } as const;
  const { as: role = '', id, data = '.data' } = readArguments('token', help, options);
  const scopes = roles[role];
  if (!scopes) throw new Error(`--as takes one of: ${Object.keys(roles).join(', ')}`);
  const { subgraphs } = readStackFile(data);
  const isPerson = role === 'participant';
  const subject = id ?? (isPerson ? await sampleAlumnus(subgraphs.pmo?.databaseUrl ?? '') : `synthetic-${role}`);
  process.stdout.write(`${await signToken(readSecrets(data).tokenKey, { subject, role, scopes })}\n`);
};

main().catch((error: unknown) => fail('token', error));
