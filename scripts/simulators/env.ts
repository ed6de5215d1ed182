import { createPrivateKey, createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { jsonOf, readEnv, serviceEnv } from '../../subgraphs/kit/env.ts';
import { rules } from './rules.data.ts';

const dialects = Object.keys(rules) as [keyof typeof rules, ...(keyof typeof rules)[]];

const publicKey = z.string().transform((pem) => createPublicKey(pem));

/** A simulated partner, and who may pay by it. */
export const simulatedPartnerShape = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  dialect: z.enum(dialects),
  clientId: z.string().min(1),
  clientSecret: z.string().min(16),
  /** While it is rotated. */
  otherClientSecret: z.string().min(16).optional(),
  /** PEM of the payer's public RSA key. */
  clientKey: publicKey,
  /** While the payer rotates it. */
  otherClientKey: publicKey.optional(),
  /** PEM of the private RSA key with which the partner attests identities. */
  attestationKey: z
    .string()
    .transform((pem) => createPrivateKey(pem))
    .optional(),
});

const shape = serviceEnv.extend({
  SIMULATED_PARTNERS: jsonOf(z.array(simulatedPartnerShape).max(50)).default([]),
  /** The append-only file of what was moved. */
  SIMULATOR_BOOKS: z.string().min(1).optional(),
  /** The file of accounts with names, NIK proofs or refusals of their own: read at the start, appended to by PUT. */
  SIMULATOR_ACCOUNTS: z.string().min(1).optional(),
  /** The file of a sandbox's clock. */
  CLOCK_FILE: z.string().min(1).optional(),
  SIMULATOR_DURABLE: z.stringbool().default(false),
});

export const simulatorShape = shape;

export const simulatorEnv = () => readEnv('simulators', shape);
