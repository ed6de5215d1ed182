import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Secret } from '../../kit/vault/secret.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import { Verification } from './008-verification.migration.ts';
import { type CodeSender, createSender } from './code.sender.ts';
import { AttemptEntity, VerificationCodeEntity } from './verification.entity.ts';
import { confirmVerificationCode, requestVerificationCode } from './verification.mutations.ts';
import { VerificationResolver } from './verification.resolver.ts';
import { VerificationService } from './verification.service.ts';

/** The address that sends confirmation codes; required in production. `console:` writes them to the output. */
const env = z
  .object({
    NODE_ENV: z.string().optional(),
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

type VerificationNeeds = Omit<Kit, 'env'> &
  VaultServices & {
    env: z.infer<typeof env>;
    /** A test's own. */
    sender?: CodeSender;
    drawCode?: () => number;
  };

export const verification = defineFeature({
  name: 'verification',
  env,
  entities: [VerificationCodeEntity, AttemptEntity],
  resolvers: [VerificationResolver],
  mutations: [requestVerificationCode, confirmVerificationCode],
  services: ({ env, vault, log, now, sender, drawCode }: VerificationNeeds) => ({
    verifications: new VerificationService({
      vault,
      sender: sender ?? createSender(env, (line) => process.stdout.write(line)),
      log,
      now,
      drawCode: drawCode ?? (() => randomInt(1_000_000)),
    }),
  }),
  migrations: [{ name: '008-verification', class: Verification }],
  erasure: [
    { table: 'verification_code', statement: 'delete from verification_code where participant_id = any($1::uuid[])' },
  ],
});
