import { createHash, randomBytes } from 'node:crypto';
import { TestBrowser } from './login.ts';

export interface ProxiedIssuer {
  /** What tokens and pages name: https. */
  issuer: string;
  /** The service's own address, behind the proxy that ends TLS. */
  url: string;
}

/** A browser that comes through the proxy which ends TLS for the issuer. */
class ProxiedBrowser extends TestBrowser {
  readonly #target: ProxiedIssuer;

  constructor(target: ProxiedIssuer) {
    super();
    this.#target = target;
  }

  override request(url: URL | string, init: RequestInit = {}): Promise<Response> {
    const { issuer, url: inside } = this.#target;
    const forwarded = {
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': new URL(issuer).host,
    };
    const headers = { ...(init.headers as Record<string, string>), ...forwarded };
    return super.request(String(url).replace(issuer, inside), { ...init, headers });
  }
}

export interface Frontend {
  id: string;
  redirectUri: string;
}

interface Form {
  browser: TestBrowser;
  page: string;
  post(fields: Record<string, string>): Promise<Response>;
}

/** Signs somebody in as a frontend does, with PKCE; `fill` posts the forms of the page and returns the last answer. */
export const signInBehindProxy = async (
  target: ProxiedIssuer,
  { frontend, scope }: { frontend: Frontend; scope: string },
  fill: (form: Form) => Promise<Response>,
): Promise<string> => {
  const browser = new ProxiedBrowser(target);
  const verifier = randomBytes(32).toString('base64url');
  const asked = new URLSearchParams({
    client_id: frontend.id,
    response_type: 'code',
    redirect_uri: frontend.redirectUri,
    scope,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const locationOf = (response: Response) =>
    new URL(response.headers.get('location') ?? '', `${target.issuer}/`).href.replace(target.url, target.issuer);
  const page = locationOf(await browser.request(`${target.issuer}/auth?${asked}`));
  const answer = await fill({ browser, page, post: (fields) => browser.post(page, fields) });
  let at = locationOf(answer);
  for (let hops = 0; !at.startsWith(frontend.redirectUri) && hops < 5; hops += 1)
    at = locationOf(await browser.request(at));
  const response = await browser.post(`${target.issuer}/token`, {
    grant_type: 'authorization_code',
    client_id: frontend.id,
    redirect_uri: frontend.redirectUri,
    code_verifier: verifier,
    code: new URL(at).searchParams.get('code') ?? '',
  });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (!token) throw new Error(`no token for ${frontend.id}: ${at}`);
  return token;
};
