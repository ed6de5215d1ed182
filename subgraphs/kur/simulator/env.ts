import { z } from 'zod';

const shape = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65_535),
  BUREAU_API_KEY: z.string().min(16),
});

/** The simulator's environment. @throws Error that names what is wrong */
export const simulatorEnv = () => {
  const { data, error } = shape.safeParse(process.env);
  if (!data) throw new Error(z.prettifyError(error));
  return data;
};
