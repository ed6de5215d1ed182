import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { jsonOf } from '../../../kit/env.ts';

const certificate = z.string().transform((pem, context) => {
  try {
    return new X509Certificate(pem);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a certificate as PEM' });
    return z.NEVER;
  }
});

const authority = z.strictObject({
  name: z.string().regex(/^[\w.-]{1,60}$/),
  url: z.url({ protocol: /^https?$/ }),
  /** The certificate of the unit which signs, or of the authority which issued that. */
  certificate,
});

/** A time-stamping authority that is asked about checkpoints. */
export type StampAuthority = z.infer<typeof authority>;

const isEachOnce = (all: readonly StampAuthority[]) => new Set(all.map(({ name }) => name)).size === all.length;

/** Time-stamping authorities (RFC 3161); none unless they are named. */
export const stampEnv = {
  TIME_STAMP_AUTHORITIES: jsonOf(
    z.array(authority).max(5).refine(isEachOnce, 'each authority has a name of its own'),
  ).default([]),
};
