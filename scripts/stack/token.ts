import { importJWK, type JWK, SignJWT } from 'jose';

export interface TokenFacts {
  subject: string;
  role: string;
  scopes: readonly string[];
}

/** An access token as the identity service will issue it: ES256, 10 minutes, for the graph. */
export const signToken = async (key: JWK, { subject, role, scopes }: TokenFacts): Promise<string> =>
  new SignJWT({ scope: scopes.join(' '), azp: `developer-${role}`, ...(role !== 'participant' && { org: subject }) })
    .setProtectedHeader({ alg: 'ES256', ...(key.kid && { kid: key.kid }) })
    .setIssuer('https://prakerja.test')
    .setAudience('prakerja-graph')
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(await importJWK(key, 'ES256'));
