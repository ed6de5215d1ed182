import * as oauth from 'openid-client';
import { stepAt, totpAt } from '../../gateway/identity/totp.ts';
import { frontend, officer, siti, type TestIdentity } from './identity.ts';

interface Cookie {
  name: string;
  value: string;
  path: string;
}

const parseCookie = (header: string): Cookie => {
  const [pair = '', ...attributes] = header.split('; ');
  const [name = '', value = ''] = pair.split(/=(.*)/s);
  const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
  return { name, value, path };
};

/** Asks like a browser: keeps cookies by path, and leaves following redirects to the test. */
export class TestBrowser {
  #cookies: Cookie[] = [];

  async request(url: URL | string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url);
    const cookie = this.#cookies
      .filter(({ path }) => pathname.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const headers = { ...(init.headers as Record<string, string>), ...(cookie && { cookie }) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const header of response.headers.getSetCookie()) {
      const made = parseCookie(header);
      this.#cookies = this.#cookies.filter(({ name, path }) => name !== made.name || path !== made.path);
      if (made.value) this.#cookies.push(made);
    }
    return response;
  }

  /** Takes a cookie of another browser, or an invented one. */
  keep(cookie: Cookie): void {
    this.#cookies.push(cookie);
  }

  cookieNamed(name: string): Cookie | undefined {
    return this.#cookies.find((cookie) => cookie.name === name);
  }

  cookieValues(): string[] {
    return this.#cookies.filter(({ name }) => !name.endsWith('.sig')).map(({ value }) => value);
  }

  post(url: URL | string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    return this.request(url, { method: 'POST', body: new URLSearchParams(fields), headers });
  }
}

const locationOf = (response: Response) => new URL(response.headers.get('location') ?? '', response.url);

/** Discovers the issuer as `clientId`. */
export const discover = ({ issuer }: { issuer: string }, clientId: string, auth: oauth.ClientAuth = oauth.None()) =>
  oauth.discovery(new URL(issuer), clientId, { id_token_signed_response_alg: 'ES256' }, auth, {
    execute: [oauth.allowInsecureRequests],
  });

export interface Login {
  browser: TestBrowser;
  config: oauth.Configuration;
  redirectUri: string;
  /** URL of the sign-in page. */
  url: URL;
  verifier: string;
}

export interface LoginTarget {
  issuer: string;
  /** Frontend that signs people in; the one of the test's own issuer unless given. */
  frontend?: { id: string; redirectUri: string };
}

/** Goes to the sign-in page, as the frontend sends people there. */
export const beginLogin = async (
  target: LoginTarget,
  scope = 'openid self',
  browser = new TestBrowser(),
): Promise<Login> => {
  const { id, redirectUri } = target.frontend ?? frontend;
  const config = await discover(target, id);
  const verifier = oauth.randomPKCECodeVerifier();
  const authorization = oauth.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const url = locationOf(await browser.request(authorization));
  return { browser, config, redirectUri, url, verifier };
};

/** Follows the page's last answer, and returns the URL by which it calls the frontend back. */
export const callbackOf = async ({ browser, redirectUri }: Login, answer: Response): Promise<URL> => {
  let url = locationOf(answer);
  for (let hops = 0; !url.href.startsWith(redirectUri) && hops < 5; hops += 1) {
    url = locationOf(await browser.request(url));
  }
  return url;
};

export const redeem = async (login: Login, answer: Response) =>
  oauth.authorizationCodeGrant(login.config, await callbackOf(login, answer), { pkceCodeVerifier: login.verifier });

/** Asks for a code and returns the newest one that was sent. */
export const askForCode = async (
  identity: TestIdentity,
  { browser, url }: Login,
  phone = siti.phone,
): Promise<string> => {
  await browser.post(url, { step: 'phone', phone });
  return identity.sent.at(-1)?.code ?? '';
};

export const signInParticipant = async (identity: TestIdentity, scope?: string) => {
  const login = await beginLogin(identity, scope);
  const code = await askForCode(identity, login);
  return { login, tokens: await redeem(login, await login.browser.post(login.url, { step: 'code', code })) };
};

export const totpNow = ({ clock }: Pick<TestIdentity, 'clock'>): string =>
  totpAt(officer.totpSecret, stepAt(clock.now()));

export const signInOfficer = async (identity: TestIdentity, scope?: string) => {
  const login = await beginLogin(identity, scope);
  const { email, password } = officer;
  await login.browser.post(login.url, { step: 'password', email, password });
  const answer = await login.browser.post(login.url, { step: 'totp', code: totpNow(identity) });
  return { login, tokens: await redeem(login, answer) };
};
