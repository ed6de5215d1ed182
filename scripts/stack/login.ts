import { createHash, randomBytes } from 'node:crypto';
import { base32, stepAt, totpAt } from '../../gateway/identity/totp.ts';
import { frontend, OFFICER_EMAIL } from './developer.data.ts';
import type { Secrets } from './secrets.ts';

export interface LoginFacts {
  issuer: string;
  scopes: readonly string[];
  data: string;
}

/** The address where a person signs in, and how the code at its end becomes a token. */
const steps = ({ issuer, scopes }: LoginFacts, hint: Record<string, string> = {}) => {
  const verifier = randomBytes(32).toString('base64url');
  const parameters = new URLSearchParams({
    client_id: frontend.id,
    response_type: 'code',
    redirect_uri: frontend.redirectUri,
    scope: ['openid', ...scopes].join(' '),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...hint,
  });
  const exchange = [
    `curl -s ${issuer}/token -d grant_type=authorization_code -d client_id=${frontend.id}`,
    `-d redirect_uri=${frontend.redirectUri} -d code_verifier=${verifier} -d code=CODE`,
  ];
  return [
    `Open      ${issuer}/auth?${parameters}`,
    'Then take CODE from the address that the browser ends on, and within a minute:',
    `          ${exchange.join(' ')}`,
  ];
};

/** How a developer signs in as the synthetic officer. */
export const officerLogin = (facts: LoginFacts, { officer }: Secrets): string[] => {
  const secret = Buffer.from(officer.totpSecret, 'base64url');
  return [
    `E-mail    ${OFFICER_EMAIL}`,
    `Password  ${officer.password}`,
    `TOTP      ${totpAt(secret, stepAt(new Date()))} now; for an app: otpauth://totp/Prakerja:officer?secret=${base32(secret)}&issuer=Prakerja`,
    ...steps(facts, { login_hint: 'officer' }),
  ];
};

/** How a developer signs in as the sample participant. */
export const participantLogin = (facts: LoginFacts, phone: string): string[] => [
  `Phone     ${phone}`,
  `Code      the newest in ${facts.data}/logs/identity.log`,
  ...steps(facts),
];
