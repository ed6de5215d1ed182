import { z } from 'zod';
import { readEnv, vaultEnv } from '../subgraphs/kit/env.ts';
import type { VaultKeys } from '../subgraphs/kit/vault/keys.ts';

const shape = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
});

/** What `npm start`, `npm run migrate` and `npm run seed` read. */
export const startEnv = () => readEnv('start', shape);

/** The keys of the database that DATABASE_URL names, for a command that is called `command`. */
export const vaultKeysEnv = (command: string): VaultKeys => readEnv(command, vaultEnv).VAULT_KEYS;

/** Whether NODE_ENV says so. */
export const isProduction = (): boolean =>
  readEnv('token', z.object({ NODE_ENV: z.string().optional() })).NODE_ENV === 'production';

/** What the user set for every process, such as LOG_LEVEL, and what the system needs, such as PATH. */
export const inheritedEnv = (): NodeJS.ProcessEnv => ({ ...process.env });
