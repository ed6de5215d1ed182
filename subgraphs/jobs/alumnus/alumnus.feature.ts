import { z } from 'zod';
import { defineFeature } from '../../kit/feature.ts';
import { AlumnusResolver } from './alumnus.resolver.ts';
import { Pseudonyms } from './pseudonyms.ts';

const KEY_BYTES = 32;

/** With another `PSEUDONYM_KEY` every portal would know every alumnus by a new pseudonym. */
const env = z.object({
  PSEUDONYM_KEY: z
    .base64url()
    .refine((text) => Buffer.from(text, 'base64url').length === KEY_BYTES, 'must be 32 bytes in base64url'),
});

export const alumnus = defineFeature({
  name: 'alumnus',
  env,
  resolvers: [AlumnusResolver],
  services: ({ env }: { env: { PSEUDONYM_KEY: string } }) => ({ pseudonyms: new Pseudonyms(env.PSEUDONYM_KEY) }),
});
