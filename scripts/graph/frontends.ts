import { randomBytes } from 'node:crypto';
import { openDirectory } from '../../gateway/identity/directory.ts';
import { Frontends, isRedirectUri, type PersonRole } from '../../gateway/identity/frontends.ts';
import { UsageError } from '../usage.error.ts';
import { graphCommand } from './command.ts';
import { databaseOf, dataOption, vaultKeysOf } from './places.ts';

const help = `Frontends of the programme: the software in which people sign in. Clients of organisations are registered in the graph.

  npm run graph -- frontends add --id portal-web --redirect-uri https://app.example/callback
  npm run graph -- frontends change --id portal-web --redirect-uri https://app.example/signed-in
  npm run graph -- frontends suspend --id portal-web
  npm run graph -- frontends list

  add      makes a public client (authorization code with PKCE, no secret)
  change   replaces what is named, and leaves the rest
  suspend  nobody gets a token by it any more, and its tokens end; resume lets people sign in again
  list     lists them

  --id ID               what the frontend calls itself (client_id): lower-case letters, digits and hyphens
  --name NAME           its name on the sign-in pages (default: its id)
  --redirect-uri URI    where the code is sent: https, or http on this machine; may be repeated
  --people WHO          participants or officers (default: both); a frontend holds no scope of anybody else
  --data DIR            the stack's data directory

IDENTITY_DATABASE_URL and IDENTITY_VAULT_KEYS, or DATABASE_URL and VAULT_KEYS, are those of the identity service of a
production. A page of another origin also needs its origin in CORS_ORIGINS of the gateway.
`;

const options = {
  id: { type: 'string' },
  name: { type: 'string' },
  'redirect-uri': { type: 'string', multiple: true },
  people: { type: 'string' },
  ...dataOption,
} as const;

const WHO: Record<string, readonly PersonRole[]> = {
  participants: ['participant'],
  officers: ['officer'],
  both: ['participant', 'officer'],
};

const ID = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

interface Values {
  id?: string | undefined;
  name?: string | undefined;
  'redirect-uri'?: string[] | undefined;
  people?: string | undefined;
}

const idOf = ({ id = '' }: Values): string => {
  if (!ID.test(id)) throw new UsageError('--id takes the client_id: lower-case letters, digits and hyphens');
  return id;
};

const redirectUrisOf = ({ 'redirect-uri': uris }: Values): readonly string[] | undefined => {
  const wrong = uris?.find((uri) => !isRedirectUri(uri));
  if (wrong !== undefined) throw new UsageError(`--redirect-uri takes an https address, which ${wrong} is not`);
  return uris;
};

const peopleOf = ({ people }: Values): readonly PersonRole[] | undefined => {
  if (people === undefined) return undefined;
  const found = Object.hasOwn(WHO, people) ? WHO[people] : undefined;
  if (!found) throw new UsageError('--people takes participants, officers or both');
  return found;
};

const add = async (frontends: Frontends, values: Values): Promise<string> => {
  const id = idOf(values);
  const redirectUris = redirectUrisOf(values);
  if (!redirectUris) throw new UsageError('--redirect-uri says where people come back to');
  const people = peopleOf(values) ?? ['participant', 'officer'];
  await frontends.add({ id, name: values.name ?? id, redirectUris, people });
  const origins = [...new Set(redirectUris.map((uri) => new URL(uri).origin))];
  return `frontends: ${id} can sign people in; name ${origins.join(', ')} in CORS_ORIGINS of the gateway\n`;
};

const change = async (frontends: Frontends, values: Values): Promise<string> => {
  const id = idOf(values);
  const { name } = values;
  const redirectUris = redirectUrisOf(values);
  const people = peopleOf(values);
  if (name === undefined && !redirectUris && !people) throw new UsageError('say what is to change (--help tells more)');
  await frontends.change({
    id,
    ...(name !== undefined && { name }),
    ...(redirectUris && { redirectUris }),
    ...(people && { people }),
  });
  return `frontends: ${id} is changed\n`;
};

const list = async (frontends: Frontends): Promise<string> =>
  (await frontends.all())
    .map(({ id, name, status, redirectUris }) => `${id}  ${status}  ${name}  ${redirectUris.join(' ')}\n`)
    .join('') || 'frontends: there are none\n';

const setStatus = async (frontends: Frontends, values: Values, status: 'ACTIVE' | 'SUSPENDED') => {
  const id = idOf(values);
  await frontends.setStatus(id, status);
  return `frontends: ${id} is ${status}\n`;
};

const actions = {
  add,
  change,
  suspend: (frontends: Frontends, values: Values) => setStatus(frontends, values, 'SUSPENDED'),
  resume: (frontends: Frontends, values: Values) => setStatus(frontends, values, 'ACTIVE'),
  list,
};

export const command = graphCommand({
  help,
  options,
  actions: ['add', 'change', 'suspend', 'resume', 'list'],
  run: async ({ data, ...values }, action) => {
    const env = {
      DATABASE_URL: databaseOf('identity', data),
      DATABASE_CONNECTIONS: 2,
      VAULT_KEYS: vaultKeysOf('identity', data),
    };
    const now = () => new Date();
    const { pool } = await openDirectory(env, { now, randomBytes });
    try {
      process.stdout.write(await actions[action](new Frontends(pool, { now }), values));
    } finally {
      await pool.end();
    }
  },
});
