import { importJWK, type JWK, SignJWT } from 'jose';

export interface TokenFacts {
  issuer: string;
  subject: string;
  role: string;
  scopes: readonly string[];
}

/** An access token as the stack's identity service issues it, with its key: ES256, 10 minutes, for the graph. */
export const signToken = async (key: JWK, { issuer, subject, role, scopes }: TokenFacts): Promise<string> =>
  new SignJWT({ scope: scopes.join(' '), azp: `developer-${role}`, ...(role !== 'participant' && { org: subject }) })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...(key.kid && { kid: key.kid }) })
    .setIssuer(issuer)
    .setAudience('prakerja-graph')
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(await importJWK(key, 'ES256'));
