import Provider, {
  type Client,
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import type { Logger } from '../../subgraphs/kit/log.ts';
import { type Account, type Accounts, roleOf, scopesOfAccount } from './accounts.ts';
import { checkAssertionLife } from './client-assertion.ts';
import { errorPage, signedOutPage, signOutPage } from './koa-pages.ts';
import { checkScope, checkScopeNames } from './scope.policy.ts';
import type { SigningKey } from './signing-keys.ts';
import type { stateAdapter } from './state.ts';
import { GRAPH_RESOURCE, TOKEN_LIFETIME_S } from './token.policy.ts';

const HOUR_S = 3_600;
/** A working day: then people sign in again. */
const SESSION_S = 8 * HOUR_S;

export interface ProviderOptions {
  issuer: string;
  audience: string;
  cookieKeys: readonly string[];
  adapter: ReturnType<typeof stateAdapter>;
  accounts: Accounts;
  /** The first one signs. */
  signingKeys: readonly SigningKey[];
  log: Logger;
}

const metadataOf = (client: Client | undefined, name: 'graph_role' | 'graph_scopes' | 'organization_id') => {
  const value = client?.[name];
  return typeof value === 'string' ? value : undefined;
};

/** Ends what people of a suspended organisation began before: sessions and refresh tokens. */
const isVoid = ({ signedOutAt }: Account, beganAtS: number | undefined) =>
  signedOutAt !== null && beganAtS !== undefined && beganAtS < Math.floor(signedOutAt.getTime() / 1_000);

const findAccount = (accounts: Accounts) => async (context: KoaContextWithOIDC, subject: string, token?: object) => {
  const account = await accounts.bySubject(subject);
  const { iat } = (token ?? {}) as { iat?: number };
  if (account && isVoid(account, iat ?? context.oidc.session?.loginTs)) return undefined;
  return account && { accountId: subject, claims: async () => ({ sub: subject }), account };
};

/** What a token says of who holds it: by the role the gateway chooses the part of the graph that it shows. */
const ofClient = (client: Client | undefined) => ({
  role: metadataOf(client, 'graph_role'),
  organization: metadataOf(client, 'organization_id'),
});

const ofAccount = (account: Account | undefined) => ({
  role: account && roleOf(account),
  organization: account?.organizationId,
});

const accountIn = (context: KoaContextWithOIDC) =>
  (context.oidc.account as unknown as { account: Account } | undefined)?.account;

/**
 * What the person may have at all; a token holds what was asked for, of that, and of what the client may have. There is
 * no page of consent: frontends are the programme's own, and other organisations' software has no way to a person's token.
 */
const loadExistingGrant = async (context: KoaContextWithOIDC) => {
  const { provider, session, client } = context.oidc;
  const account = accountIn(context);
  if (!account || !client) return undefined;
  const known = session?.grantIdFor(client.clientId);
  const found = known ? await provider.Grant.find(known) : undefined;
  if (found?.accountId === account.subject) return found;
  const grant = new provider.Grant({ accountId: account.subject, clientId: client.clientId });
  grant.addOIDCScope('openid');
  grant.addResourceScope(GRAPH_RESOURCE, scopesOfAccount(account).join(' '));
  await grant.save();
  return grant;
};

/** The scopes that a request may name: those of the client, and where a person signs in `openid`. */
const scopesIn = ({ oidc }: KoaContextWithOIDC, ofClient: string): string[] =>
  oidc.params?.grant_type === 'client_credentials' ? ofClient.split(' ') : [...ofClient.split(' '), 'openid'];

const resourceIndicators = (audience: string) => ({
  enabled: true,
  defaultResource: () => GRAPH_RESOURCE,
  useGrantedResource: () => true,
  /** oidc-provider asks at both endpoints, with the client known and its `scope` not yet used. */
  getResourceServerInfo: (context: KoaContextWithOIDC, resource: string, client: Client) => {
    if (resource !== GRAPH_RESOURCE) throw new errors.InvalidTarget();
    const scope = metadataOf(client, 'graph_scopes') ?? '';
    checkScopeNames(Object.keys(context.oidc.body ?? {}));
    checkScope(context.oidc.params?.scope as string | undefined, scopesIn(context, scope));
    return {
      scope,
      audience,
      accessTokenTTL: TOKEN_LIFETIME_S,
      accessTokenFormat: 'jwt' as const,
      jwt: { sign: { alg: 'ES256' as const } },
    };
  },
});

const isPublic = (client: Client) => client.clientAuthMethod === 'none';

const loginOnly = () => {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  const { Check } = interactionPolicy;
  // A session may outlive its account: whoever was suspended since has to sign in, and cannot.
  const isGone = ({ oidc }: KoaContextWithOIDC) => Boolean(oidc.session?.accountId) && !oidc.account;
  const check = new Check('account_gone', 'the account is not active', (context) =>
    isGone(context) ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
  );
  policy.get('login')?.checks.add(check);
  return policy;
};

const nowS = () => Math.floor(Date.now() / 1_000);

const ttl: Configuration['ttl'] = {
  AccessToken: TOKEN_LIFETIME_S,
  ClientCredentials: TOKEN_LIFETIME_S,
  AuthorizationCode: 60,
  IdToken: TOKEN_LIFETIME_S,
  Interaction: 900,
  Session: SESSION_S,
  Grant: SESSION_S,
  // A new one lasts no longer than the first one would have.
  RefreshToken: (_context, { iiat }) => Math.max(1, (iiat ?? nowS()) + SESSION_S - nowS()),
};

const algorithms: Configuration['enabledJWA'] = {
  clientAuthSigningAlgValues: ['ES256'],
  idTokenSigningAlgValues: ['ES256'],
  dPoPSigningAlgValues: ['ES256'],
};

const features = (audience: string): Configuration['features'] => ({
  clientCredentials: { enabled: true },
  devInteractions: { enabled: false },
  dPoP: { enabled: true },
  pushedAuthorizationRequests: { enabled: false },
  resourceIndicators: resourceIndicators(audience),
  revocation: { enabled: true, allowedPolicy: (_context, client, token) => token.clientId === client.clientId },
  rpInitiatedLogout: { enabled: true, logoutSource: signOutPage, postLogoutSuccessSource: signedOutPage },
  userinfo: { enabled: false },
});

const configurationOf = (options: ProviderOptions): Configuration => ({
  adapter: options.adapter,
  jwks: { keys: [...options.signingKeys] as never },
  cookies: { keys: [...options.cookieKeys] },
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  clientAuthMethods: ['none', 'private_key_jwt'],
  assertJwtClientAuthClaimsAndHeader: async (_context, claims) => checkAssertionLife(claims, new Date()),
  responseTypes: ['code'],
  scopes: ['openid'],
  enabledJWA: algorithms,
  extraClientMetadata: { properties: ['graph_role', 'graph_scopes', 'organization_id'] },
  features: features(options.audience),
  ttl,
  pkce: { required: () => true },
  interactions: { policy: loginOnly(), url: (_context, { uid }) => `/login/${uid}` },
  findAccount: findAccount(options.accounts),
  loadExistingGrant,
  extraTokenClaims: (context, token) => {
    const { role, organization } =
      token.kind === 'ClientCredentials' ? ofClient(context.oidc.client) : ofAccount(accountIn(context));
    return { azp: token.clientId, ...(role && { role }), ...(organization && { org: organization }) };
  },
  // Bound to the session: signing out ends it.
  expiresWithSession: () => true,
  issueRefreshToken: (_context, client) => isPublic(client) && client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  clientBasedCORS: (_context, origin, client) =>
    isPublic(client) && (client.redirectUris ?? []).some((uri) => new URL(uri).origin === origin),
  renderError: errorPage,
});

/** The OpenID provider over one state of the signing keys; other keys take another one. */
export const createProvider = (options: ProviderOptions): Provider => {
  const provider = new Provider(options.issuer, configurationOf(options));
  // The server below sets the forwarded protocol itself, from the issuer's URL.
  provider.proxy = options.issuer.startsWith('https:');
  const { log } = options;
  provider.on('server_error', (context, error) => log.error({ err: error, path: context.path }, 'a request failed'));
  const refused = (context: KoaContextWithOIDC, error: errors.OIDCProviderError) =>
    log.info({ error: error.error, reason: error.error_detail, client: context.oidc?.client?.clientId }, 'refused');
  provider.on('grant.error', refused);
  provider.on('authorization.error', refused);
  provider.on('revocation.error', refused);
  return provider;
};
