import { randomBytes } from 'node:crypto';
import { parseEmail } from '../../gateway/identity/contact.ts';
import { type DirectoryEnv, openDirectory } from '../../gateway/identity/directory.ts';
import { base32 } from '../../gateway/identity/totp.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { Secret } from '../../subgraphs/kit/vault/secret.ts';
import { PROGRAMME_OFFICE } from '../../subgraphs/pmo/organization/programme-office.ts';
import { UsageError } from '../usage.error.ts';
import { askForPassword } from './accounts.password.ts';
import { graphCommand } from './command.ts';
import { databaseOf, dataOption, vaultKeysOf } from './places.ts';

const help = `Accounts of officers, who sign in with e-mail, password and the code of an authenticator app.

  npm run graph -- accounts add-officer --email ani@pmo.example [--generate-password]

  add-officer   makes an account, and prints once what the authenticator app reads. The password is asked for, or read
                from the standard input when that is no terminal; at least 12 characters

  --email ADDRESS        what the officer signs in with
  --organization ID      the officer's organisation (default: the office of the programme, ${PROGRAMME_OFFICE.id})
  --generate-password    makes a password and prints it once
  --data DIR             the stack's data directory

IDENTITY_DATABASE_URL and IDENTITY_VAULT_KEYS, or DATABASE_URL and VAULT_KEYS, are those of the identity service of a
production: this is how its first officer gets in. npm run graph -- --help tells more.
`;

const options = {
  email: { type: 'string' },
  organization: { type: 'string', default: PROGRAMME_OFFICE.id },
  'generate-password': { type: 'boolean', default: false },
  ...dataOption,
} as const;

const TOTP_BYTES = 20;
const PASSWORD_BYTES = 18;
const SHORTEST = 12;
const UNIQUE_VIOLATION = '23505';

const directoryEnv = (data: string | undefined): DirectoryEnv => ({
  DATABASE_URL: databaseOf('identity', data),
  DATABASE_CONNECTIONS: 2,
  VAULT_KEYS: vaultKeysOf('identity', data),
});

const readPassword = async (isGenerated: boolean): Promise<Secret> => {
  if (isGenerated) return new Secret('password', randomBytes(PASSWORD_BYTES).toString('base64url'));
  const password = await askForPassword();
  if (password.reveal().length < SHORTEST) throw new Error(`a password has at least ${SHORTEST} characters`);
  return password;
};

const isTaken = (error: unknown) => (error as { code?: string }).code === UNIQUE_VIOLATION;

interface Request {
  email?: string | undefined;
  organization: string;
  'generate-password': boolean;
  data?: string | undefined;
}

const addOfficer = async ({ email: text = '', organization, data, ...request }: Request): Promise<string> => {
  const email = parseEmail(text);
  if (!email) throw new UsageError('--email takes the address that the officer signs in with');
  const env = directoryEnv(data);
  const isGenerated = request['generate-password'];
  const password = await readPassword(isGenerated);
  const totpSecret = randomBytes(TOTP_BYTES);
  const subject = uuidv7();
  const { accounts, pool } = await openDirectory(env, { now: () => new Date(), randomBytes });
  try {
    await accounts.putOfficer({ subject, organizationId: organization, email, password, totpSecret });
  } catch (error) {
    throw isTaken(error) ? new Error('there is an account with this e-mail address already') : error;
  } finally {
    await pool.end();
  }
  const label = encodeURIComponent(email.reveal());
  return [
    `Officer   ${subject}`,
    `E-mail    ${email.reveal()}`,
    ...(isGenerated ? [`Password  ${password.reveal()}`] : []),
    `TOTP      otpauth://totp/Prakerja:${label}?secret=${base32(totpSecret)}&issuer=Prakerja`,
    'This is shown once: put the address into an authenticator app now, as a QR code or by its secret.',
    '',
  ].join('\n');
};

export const command = graphCommand({
  help,
  options,
  actions: ['add-officer'],
  run: async (values) => void process.stdout.write(await addOfficer(values)),
});
