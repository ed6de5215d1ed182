import { pino } from 'pino';
import { logOutput } from './log-output.ts';

/** Fields that may carry personal data or credentials, at the first three levels of a log object. */
const personal = ['nik', 'kk', 'name', 'phone', 'email', 'birthDate', 'accountNumber', 'walletNumber'];
const secret = ['authorization', 'cookie', 'password', 'secret', 'token', 'x-caller', 'webhook-signature', 'variables'];

const redactPaths = [...personal, ...secret].flatMap((field) => {
  const key = `["${field}"]`;
  return [key, `*${key}`, `*.*${key}`];
});

/**
 * Returns what the log may hold of an error: without causes, and without `detail` and `where`, in which PostgreSQL puts
 * a row's values.
 */
const safeError = (error: unknown): object => {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown };
  const cause = error.cause === undefined ? {} : { cause: safeError(error.cause) };
  return { type: error.name, message: error.message, stack: error.stack, code, constraint, table, ...cause };
};

interface LoggerOptions {
  service: string;
  level: string;
}

/** A JSON logger for the service called `service`; personal data and credentials are masked as `••••`. */
export const createLogger = ({ service, level }: LoggerOptions) =>
  pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label: string) => ({ level: label }) },
      serializers: { err: safeError },
      redact: { paths: redactPaths.filter((path) => path !== '["name"]'), censor: '••••' },
    },
    logOutput(),
  );

export type Logger = ReturnType<typeof createLogger>;
