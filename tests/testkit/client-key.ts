import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { PublicJwk } from '../../gateway/identity/clients.ts';

export interface ClientKey {
  kid: string;
  privateKey: CryptoKey;
  jwk: PublicJwk;
}

export const clientKey = async (kid: string): Promise<ClientKey> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid } as PublicJwk };
};

export interface Assertion {
  issuer: string;
  clientId: string;
  key: ClientKey;
  jti?: string;
}

/** Signs the assertion by which an organisation's client proves who it is (RFC 7523). */
export const assertion = ({ issuer, clientId, key, jti = crypto.randomUUID() }: Assertion): Promise<string> =>
  new SignJWT({ jti })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(issuer)
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(key.privateKey);

export interface TokenAnswer {
  access_token?: string;
  token_type?: string;
  expires_in?: number;
  refresh_token?: string;
  scope?: string;
  error?: string;
}

/** Asks for a token by client credentials with the given assertion. */
export const askForToken = async (
  issuer: string,
  fields: { client_assertion: string; scope?: string },
  headers: Record<string, string> = {},
): Promise<TokenAnswer> => {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      ...fields,
    }),
  });
  return (await response.json()) as TokenAnswer;
};
