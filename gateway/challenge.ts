import type { Text } from '../subgraphs/kit/language.ts';
import { RequestRefusal } from './errors.ts';

/** How a token is sent: RFC 6750, or RFC 9449 where it is bound to a key. */
export type Scheme = 'Bearer' | 'DPoP';

const algorithms = 'algs="ES256"';

/** Values of WWW-Authenticate. Only a token that was sent is named as wrong (RFC 6750, section 3.1). */
export const challenges = {
  noToken: 'Bearer',
  badToken: { Bearer: 'Bearer error="invalid_token"', DPoP: `DPoP error="invalid_token", ${algorithms}` },
  /** A bound token that came as a bearer (RFC 9449, section 7.2). */
  boundToken: `Bearer error="invalid_token", DPoP ${algorithms}`,
  badProof: `DPoP error="invalid_dpop_proof", ${algorithms}`,
} as const;

/** 401 UNAUTHENTICATED with a challenge. */
export const unauthenticated = (text: Text, challenge: string): RequestRefusal =>
  new RequestRefusal(401, { code: 'UNAUTHENTICATED', text }, { 'www-authenticate': challenge });

const texts = {
  expired: { en: 'The token has expired.', id: 'Token sudah kedaluwarsa.' },
  revoked: { en: 'The token was revoked.', id: 'Token sudah dicabut.' },
  invalid: { en: 'The token is not valid here.', id: 'Token tidak berlaku di sini.' },
  unbound: {
    en: 'The token is bound to no key: send it as a bearer.',
    id: 'Token tidak terikat pada kunci: kirim sebagai Bearer.',
  },
  bindingUnknown: {
    en: 'Tokens that are bound to a key are not taken here.',
    id: 'Token yang terikat pada kunci tidak diterima di sini.',
  },
} satisfies Record<string, Text>;

export const tokenTexts: Pick<typeof texts, 'expired' | 'revoked'> = texts;

/** 401 for a token that is not taken, whichever way it came. */
export const badToken = (why: keyof typeof texts, scheme: Scheme): RequestRefusal =>
  unauthenticated(texts[why], challenges.badToken[scheme]);

const malformed = {
  en: 'The Authorization header must be "Bearer <token>" or "DPoP <token>".',
  id: 'Header Authorization harus "Bearer <token>" atau "DPoP <token>".',
};
const schemePattern = /^(?:(Bearer)|DPoP)(?: |$)/i;

/** 401 for an Authorization header without a token that could be read. */
export const unreadable = (authorization: string): RequestRefusal => {
  const [known, bearer] = schemePattern.exec(authorization) ?? [];
  if (known === undefined) return unauthenticated(malformed, challenges.noToken);
  return unauthenticated(malformed, challenges.badToken[bearer === undefined ? 'DPoP' : 'Bearer']);
};

const bound = {
  en: 'The token is bound to a key: send it as "DPoP <token>".',
  id: 'Token terikat pada kunci: kirim sebagai "DPoP <token>".',
};

/** 401 for a token that is bound to a key and came as a bearer. */
export const boundToken = (): RequestRefusal => unauthenticated(bound, challenges.boundToken);
