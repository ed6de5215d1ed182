import { errors } from 'oidc-provider';

/** A stolen assertion is of no use after this many seconds. */
const MOST_LIFE_S = 5 * 60;
/** How far a partner's clock may be ahead. */
const TOLERANCE_S = 5;
const MOST_ID_LENGTH = 256;

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/**
 * Refuses an assertion by which a client proves itself (RFC 7523) that lives for more than five minutes, whenever it says
 * that it began. Its signature, audience and end are verified, and it is good once.
 * @throws InvalidClientAuth
 */
export const checkAssertionLife = (claims: Record<string, unknown>, now: Date): void => {
  const { iat, exp, jti } = claims;
  const nowS = now.getTime() / 1_000;
  const refuse = (reason: string) => new errors.InvalidClientAuth(reason);
  if (!isTime(iat) || !isTime(exp)) throw refuse('iat and exp must be times in the client_assertion JWT');
  if (iat > nowS + TOLERANCE_S) throw refuse('iat of the client_assertion JWT is in the future');
  if (exp <= iat || exp - iat > MOST_LIFE_S || exp > nowS + MOST_LIFE_S + TOLERANCE_S) {
    throw refuse(`a client_assertion JWT may live for ${MOST_LIFE_S} seconds`);
  }
  if (typeof jti !== 'string' || jti.length > MOST_ID_LENGTH) throw refuse('jti must be a short text');
};
