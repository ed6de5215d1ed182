import type { Refusal } from '../../kit/refusal.ts';
import { refusals } from './certificate.refusal.ts';
import { type CredentialClaims, secondsOf } from './credential.ts';

type Path = readonly string[];

const YEARS_MS = 10 * 366 * 86_400_000;
const DAY_S = 86_400;
/** How far the signer's clock may be ahead, in seconds. */
const AHEAD_S = 300;

/** Claims that the signer adds to the draft. */
const ADDED = ['iat', 'exp', 'validUntil'];

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Returns where two JSON values first differ; null when they are the same. The order of fields does not matter. */
const differenceOf = (drafted: unknown, given: unknown, path: Path = []): Path | null => {
  if (!isObject(drafted) || !isObject(given)) return drafted === given ? null : path;
  if (Array.isArray(drafted) !== Array.isArray(given)) return path;
  const names = new Set([...Object.keys(drafted), ...Object.keys(given)]);
  for (const name of names) {
    const difference = differenceOf(drafted[name], given[name], [...path, name.slice(0, 64)]);
    if (difference) return difference;
  }
  return null;
};

/** The parts of a credential with a code of their own; the first that fits counts. */
const parts: readonly [RegExp, (path: Path) => Refusal][] = [
  [/^(issuer|iss)\b/, refusals.issuer],
  [/^(sub|credentialSubject\.id)\b/, refusals.subject],
  [/^credentialSubject\.(result\b|achievement\.(alignment|resultDescription))/, refusals.results],
  [/^credentialSubject\.achievement\b/, refusals.achievement],
  [/^(validFrom|nbf)\b/, refusals.dates],
  [/^credentialStatus\b/, refusals.status],
];

const refusalOf = (path: Path): Refusal => {
  const name = path.join('.');
  const found = parts.find(([pattern]) => pattern.test(name));
  return (found?.[1] ?? refusals.content)(path);
};

/** What the signer decided. */
export interface SignedDates {
  signedAt: Date;
  validUntil: Date | null;
}

const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

const readEnd = ({ validUntil, exp }: CredentialClaims, now: Date): Date | null => {
  if (validUntil === undefined && exp === undefined) return null;
  if (typeof validUntil !== 'string' || !utc.test(validUntil)) throw refusals.dates(['validUntil']);
  const end = new Date(validUntil);
  const isWithin = end > now && end.getTime() <= now.getTime() + YEARS_MS;
  if (!isWithin) throw refusals.dates(['validUntil']);
  if (exp !== secondsOf(end)) throw refusals.dates(['exp']);
  return end;
};

const readSigned = ({ iat }: CredentialClaims, now: Date): Date => {
  const nowS = secondsOf(now);
  const isWithin = Number.isSafeInteger(iat) && Number(iat) <= nowS + AHEAD_S && Number(iat) >= nowS - DAY_S;
  if (!isWithin) throw refusals.dates(['iat']);
  return new Date(Number(iat) * 1000);
};

/**
 * Compares what was signed with the draft: it is the draft, with the dates that the signer adds.
 * @throws Refusal CREDENTIAL_ISSUER_WRONG, CREDENTIAL_SUBJECT_WRONG, CREDENTIAL_ACHIEVEMENT_WRONG,
 * CREDENTIAL_RESULTS_WRONG, CREDENTIAL_DATES_WRONG, CREDENTIAL_STATUS_WRONG, CREDENTIAL_CONTENT_WRONG
 */
export const checkClaims = (draft: CredentialClaims, claims: CredentialClaims, now: Date): SignedDates => {
  const signed = Object.fromEntries(Object.entries(claims).filter(([name]) => !ADDED.includes(name)));
  const difference = differenceOf(draft, signed);
  if (difference) throw refusalOf(difference);
  return { signedAt: readSigned(claims, now), validUntil: readEnd(claims, now) };
};
