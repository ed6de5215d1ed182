import { type DestinationStream, pino } from 'pino';

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

/** A JSON logger for the service called `service`; personal data and credentials are masked as `••••`. */
export const createLogger = ({ service, level }: LoggerOptions) => pino(masking({ service, level }));

interface LoggerOptions {
  service: string;
  level: string;
}

const masking = ({ service, level }: LoggerOptions) => ({
  level,
  base: { service },
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label: string) => ({ level: label }) },
  serializers: { err: safeError },
  redact: { paths: redactPaths.filter((path) => path !== '["name"]'), censor: '••••' },
});

export type Logger = ReturnType<typeof createLogger>;

/**
 * A log for lines that hold our own words only, one for each request: looking for what to mask costs a fifth. The lines
 * of one turn of the event loop are written at once, since a write costs as much as a tenth of a small request.
 */
export const createAccessLogger = (options: LoggerOptions): Logger =>
  pino({ ...masking(options), redact: [] }, writtenByTurns());

/** Standard output, written when the turn in which a line came is over, or the process ends. */
const writtenByTurns = (): DestinationStream => {
  const output = pino.destination({ dest: 1, sync: true });
  let lines = '';
  const flush = () => {
    if (lines !== '') output.write(lines);
    lines = '';
  };
  process.on('exit', flush);
  return {
    write(line) {
      if (lines === '') setImmediate(flush);
      lines += line;
    },
  };
};
