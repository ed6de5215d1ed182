import { z } from 'zod';
import { subgraphEnv, vaultEnv } from '../kit/env.ts';
import { Secret } from '../kit/vault/secret.ts';
import { drawEnv } from './draw/draws.ts';

/** What pmo reads. In production it must be said where confirmation codes go; `console:` writes them to the output. */
export const pmoEnv = subgraphEnv
  .extend(vaultEnv.shape)
  .extend(drawEnv.shape)
  .extend({
    BARRED_LISTS_DIR: z.string().min(1).optional(),
    CODE_SENDER_URL: z.url({ protocol: /^(https?|console)$/ }).optional(),
    CODE_SENDER_TOKEN: z
      .string()
      .min(1)
      .transform((token) => new Secret('token', token))
      .optional(),
  })
  .refine(({ NODE_ENV, CODE_SENDER_URL }) => NODE_ENV !== 'production' || CODE_SENDER_URL !== undefined, {
    path: ['CODE_SENDER_URL'],
    message: 'is required in production',
  });
