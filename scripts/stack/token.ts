import { importJWK, type JWK, SignJWT } from 'jose';
import { organizationOfRole } from './organizations.data.ts';

export interface TokenFacts {
  issuer: string;
  subject: string;
  role: string;
  scopes: readonly string[];
}

/** A subject that somebody named is the organisation too; every officer is of the programme's office. */
const organizationOf = ({ role, subject }: TokenFacts): string | undefined => {
  if (role === 'participant' || role === 'officer') return organizationOfRole(role);
  return subject === `synthetic-${role}` ? organizationOfRole(role) : subject;
};

/** An access token as the stack's identity service issues it, with its key: ES256, 10 minutes, for the graph. */
export const signToken = async (key: JWK, facts: TokenFacts): Promise<string> => {
  const { issuer, subject, role, scopes } = facts;
  const org = organizationOf(facts);
  return new SignJWT({ scope: scopes.join(' '), role, azp: `developer-${role}`, ...(org && { org }) })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...(key.kid && { kid: key.kid }) })
    .setIssuer(issuer)
    .setAudience('prakerja-graph')
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(await importJWK(key, 'ES256'));
};
