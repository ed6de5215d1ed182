import { errors, type JWTPayload, jwtVerify } from 'jose';
import { createTokenKeys } from './token-keys.ts';

/** How far the clocks of issuer and gateway may be apart. */
const clockToleranceS = 5;
const defaultMostLifetimeS = 15 * 60;
const defaultKeysKeptMs = 24 * 3_600_000;

export interface TokenVerification {
  /** `file:` or `http(s):` URL of the issuer's key set. */
  jwksUrl: string;
  issuer: string;
  audience: string;
  algorithms?: readonly string[];
  /** A token that lives longer than this many seconds is none of ours; 15 minutes unless set. */
  mostLifetimeS?: number;
  /** Milliseconds for which known keys are used while the issuer is away; a day unless set. */
  keysKeptMs?: number;
  log?: { warn(details: object, message: string): void };
  /** Milliseconds since 1970. */
  now?: () => number;
}

/**
 * Verifies access tokens (RFC 9068). What else the issuer signs, such as id tokens, says another type or none.
 * @param onRemoved called when a key is no longer in the issuer's set
 */
export const createTokenVerifier = (rules: TokenVerification, onRemoved: () => void) => {
  const {
    issuer,
    audience,
    algorithms = ['ES256'],
    mostLifetimeS = defaultMostLifetimeS,
    now = () => Date.now(),
  } = rules;
  const { log = { warn: () => undefined }, keysKeptMs: keptForMs = defaultKeysKeptMs } = rules;
  const keys = createTokenKeys({ url: new URL(rules.jwksUrl), keptForMs, now, log, onRemoved });
  const options = { issuer, audience, algorithms: [...algorithms], typ: 'at+jwt', clockTolerance: clockToleranceS };
  /** @throws Error of `jose`, or KeysUnavailable */
  return async (token: string): Promise<JWTPayload> => {
    const { payload } = await jwtVerify(token, keys, { ...options, currentDate: new Date(now()) });
    const isOurs = hasShortLife(payload, mostLifetimeS) && isBegun(payload, now() / 1_000) && isSubject(payload.sub);
    if (!isOurs) throw new errors.JWTInvalid('no access token for the graph');
    return payload;
  };
};

/** A stolen token, or one of a suspended organisation, is of use for minutes only. */
const hasShortLife = ({ iat, exp }: JWTPayload, mostLifetimeS: number) =>
  iat !== undefined && exp !== undefined && exp > iat && exp - iat <= mostLifetimeS;

const isBegun = ({ iat = Number.POSITIVE_INFINITY }: JWTPayload, nowS: number) => iat <= nowS + clockToleranceS;

const isSubject = (sub: unknown) => typeof sub === 'string' && sub !== '';
