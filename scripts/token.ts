import { fail, readArguments } from './arguments.ts';
import { isProduction } from './env.ts';
import { roles } from './roles.ts';
import { readSecrets } from './stack/secrets.ts';
import { readStackFile } from './stack/stack-file.ts';
import { signToken } from './stack/token.ts';
import { UsageError } from './usage.error.ts';

const help = `
npm run -s token -- --as ROLE [--id ID] [--login] [--data DIR]

Prints an access token of the running stack, valid for 10 minutes.
  --as     ${Object.keys(roles).join(' | ')}
  --id     whose token: a participant's id, or an organisation's; default for a participant: a seeded alumnus
  --login  instead of a token, how to sign in by the browser: for participant and officer
  --data   the stack's data directory (default .data)

Use it as:  curl -H "authorization: Bearer $(npm run -s token -- --as officer)" …
An organisation's client keys are in DIR/clients, for tokens by client credentials.
`;

const print = (lines: readonly string[]) => process.stdout.write(`${lines.join('\n')}\n`);

// Loaded for the participant alone: it reads the database.
const sample = () => import('./stack/sample.ts');

const printLogin = async (role: string, data: string) => {
  const { officerLogin, participantLogin } = await import('./stack/login.ts');
  const { issuer, subgraphs } = readStackFile(data);
  const secrets = readSecrets(data);
  const facts = { issuer, scopes: roles[role] ?? [], data };
  if (role === 'officer') return print(officerLogin(facts, secrets));
  if (role !== 'participant') throw new UsageError('--login takes --as participant or --as officer: people sign in');
  const pmoUrl = subgraphs.pmo?.databaseUrl ?? '';
  const { sampleAlumnus, samplePhone } = await sample();
  const phone = await samplePhone({ pmoUrl, vaultKeys: secrets.vaultKeys.pmo, id: await sampleAlumnus(pmoUrl) });
  if (!phone) throw new Error('the stack has no participant with a phone number');
  return print(participantLogin(facts, phone));
};

const main = async () => {
  const options = {
    as: { type: 'string' },
    id: { type: 'string' },
    login: { type: 'boolean' },
    data: { type: 'string', default: '.data' },
  } as const;
  const { as: role = '', id, login, data = '.data' } = readArguments('token', help, options);
  // In production the key is the issuer's alone, and none of ours.
  if (isProduction()) throw new Error('tokens of your own making are for the default run, not for production');
  const scopes = Object.hasOwn(roles, role) ? roles[role] : undefined;
  if (!scopes) throw new UsageError(`--as takes one of: ${Object.keys(roles).join(', ')}`);
  if (login) return printLogin(role, data);
  const { issuer, subgraphs } = readStackFile(data);
  const isPerson = role === 'participant';
  const subject =
    id ?? (isPerson ? await (await sample()).sampleAlumnus(subgraphs.pmo?.databaseUrl ?? '') : `synthetic-${role}`);
  return print([await signToken(readSecrets(data).tokenKey, { issuer, subject, role, scopes })]);
};

main().catch((error: unknown) => fail('token', error));
