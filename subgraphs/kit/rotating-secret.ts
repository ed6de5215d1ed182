import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const SEPARATOR = ',';
const MOST = 3;

/**
 * The values of a secret, of which a variable holds several while it is rotated, separated by commas: the first one is
 * sent and signs, all are accepted.
 */
export const acceptedSecrets = (text: string): readonly string[] => text.split(SEPARATOR);

/** The value that is sent and signs. */
export const currentSecret = (text: string): string => acceptedSecrets(text)[0] ?? '';

/** A variable that holds a secret, or the one that follows and the one before it. */
export const rotating = <T extends z.ZodType<string, string>>(each: T) =>
  z.string().superRefine((text, context) => {
    const values = acceptedSecrets(text);
    const issues = values.map((value) => each.safeParse(value).error?.issues[0]?.message);
    const message = issues.find((issue) => issue !== undefined);
    if (message) context.addIssue({ code: 'custom', message });
    if (/\s/.test(text)) context.addIssue({ code: 'custom', message: 'must have no white space' });
    if (values.length > MOST) context.addIssue({ code: 'custom', message: `must be ${MOST} values at most` });
  });

/** A secret of 32 bytes or more that two services share. */
export const sharedSecret = rotating(z.string().min(43, 'must be 32 bytes in base64url'));

const isEqual = (given: Buffer, expected: Buffer): boolean =>
  given.length === expected.length && timingSafeEqual(given, expected);

/** Whether an `authorization` header bears one of the values of a secret; nobody's does without one. */
export const isBearer = (authorization: string | undefined, secret: string | undefined): boolean => {
  if (secret === undefined) return false;
  const given = Buffer.from(authorization ?? '');
  // All are compared, so that the time does not tell which one came.
  return acceptedSecrets(secret)
    .map((value) => isEqual(given, Buffer.from(`Bearer ${value}`)))
    .includes(true);
};

/** The `authorization` header of whoever sends a secret. */
export const bearer = (secret: string): string => `Bearer ${currentSecret(secret)}`;
