import type { Text } from '../subgraphs/kit/language.ts';
import { RequestRefusal } from './errors.ts';

/** How a token is sent: RFC 6750, or RFC 9449 where it is bound to a key. */
export type Scheme = 'Bearer' | 'DPoP';

const algorithms = 'algs="ES256"';

/** A description is English: a header holds no other letters than those of ASCII, and programs' logs show it. */
const tokenError = (why: string) => `error="invalid_token", error_description="${why}"`;

/** Values of WWW-Authenticate. Only a token that was sent is named as wrong (RFC 6750, section 3.1). */
export const challenges = {
  noToken: 'Bearer',
  badToken: (scheme: Scheme, why: string) =>
    scheme === 'DPoP' ? `DPoP ${tokenError(why)}, ${algorithms}` : `Bearer ${tokenError(why)}`,
  /** A bound token that came as a bearer (RFC 9449, section 7.2). */
  boundToken: `Bearer ${tokenError('The token is bound to a key: send it by DPoP.')}, DPoP ${algorithms}`,
  badProof: `DPoP error="invalid_dpop_proof", ${algorithms}`,
  twoTokens: 'Bearer error="invalid_request", error_description="Send one Authorization header."',
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
  unauthenticated(texts[why], challenges.badToken(scheme, texts[why].en));

const malformed = {
  en: 'The Authorization header must be "Bearer <token>" or "DPoP <token>".',
  id: 'Header Authorization harus "Bearer <token>" atau "DPoP <token>".',
};
/** The same without quotes, which end a description. */
const howToSend = 'Write Bearer or DPoP, a blank and the token.';
const dpopPattern = /^DPoP(?: |$)/i;
/** Schemes by which no token of ours is sent: who tries one has sent none (RFC 6750, section 3.1). */
const foreign =
  /^(?:Basic|Concealed|Digest|GNAP|HOBA|Mutual|Negotiate|NTLM|PrivateToken|SCRAM-\S+|vapid|AWS4-\S+)(?: |$)/i;

/** 401 for an Authorization header without a token that could be read. */
export const unreadable = (authorization: string): RequestRefusal => {
  const isNone = authorization.trim() === '' || foreign.test(authorization);
  if (isNone) return unauthenticated(malformed, challenges.noToken);
  const scheme = dpopPattern.test(authorization) ? 'DPoP' : 'Bearer';
  return unauthenticated(malformed, challenges.badToken(scheme, howToSend));
};

const twoTokens = {
  en: 'The request has more than one Authorization header: send one.',
  id: 'Permintaan memuat lebih dari satu header Authorization: kirim satu saja.',
};

/**
 * Decides whether a request says twice who asks. Node would keep the first, and another server on the way may have
 * judged the other one.
 */
export const hasTwoTokens = (rawHeaders: readonly string[]): boolean => {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.length === 13 && rawHeaders[at]?.toLowerCase() === 'authorization') count += 1;
  }
  return count > 1;
};

/** 400 for a request with two tokens (RFC 6750, section 3.1). */
export const twoTokensSent = (): RequestRefusal =>
  new RequestRefusal(400, { code: 'BAD_USER_INPUT', text: twoTokens }, { 'www-authenticate': challenges.twoTokens });

const bound = {
  en: 'The token is bound to a key: send it as "DPoP <token>".',
  id: 'Token terikat pada kunci: kirim sebagai "DPoP <token>".',
};

/** 401 for a token that is bound to a key and came as a bearer. */
export const boundToken = (): RequestRefusal => unauthenticated(bound, challenges.boundToken);
