import { levels } from 'pino';
import { openLogOutput } from '../subgraphs/kit/log-output.ts';

/** Lines wait for so long to be written together, and are lost when the process is killed with -9 meanwhile. */
const gatheredMs = 10;
/** As much of it is written at once as a pipe takes without waiting for its reader. */
const mostWaiting = 32 * 1024;
const secondMs = 1000;

/** A log of one line for each request. */
export interface AccessLog {
  info(details: object, message: string): void;
  /** Writes what waits. The end of the process does so too, unless it is killed. */
  flush(): void;
}

/**
 * A log for lines that hold our own words only, in the form of the others: looking for what to mask, and a write for each
 * line, cost as much as a tenth of a small request.
 */
export const createAccessLogger = ({ service, level }: { service: string; level: string }): AccessLog => {
  const { add, flush } = gathered();
  if ((levels.values[level] ?? Number.POSITIVE_INFINITY) > (levels.values.info ?? 0))
    return { info: () => undefined, flush };
  const timeText = clockText();
  const origin = `"service":${JSON.stringify(service)}`;
  return {
    info: (details, message) => {
      const own = JSON.stringify(details).slice(1, -1);
      const text = `${own === '' ? '' : `${own},`}"msg":${JSON.stringify(message)}`;
      add(`{"level":"info","time":"${timeText()}",${origin},${text}}\n`);
    },
    flush,
  };
};

/** Standard output, written to now and then, and when the process ends. */
const gathered = () => {
  const output = openLogOutput({ sync: true });
  let lines = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (lines !== '') output.write(lines);
    lines = '';
  };
  process.on('exit', flush);
  const add = (line: string) => {
    lines += line;
    if (lines.length >= mostWaiting) flush();
    else timer ??= setTimeout(flush, gatheredMs).unref();
  };
  return { add, flush };
};

/** The time as ISO 8601 has it, of which only the milliseconds are written anew within one second. */
const clockText = () => {
  let second = Number.NaN;
  let start = '';
  return () => {
    const now = Date.now();
    const milliseconds = now % secondMs;
    if (now - milliseconds !== second) {
      second = now - milliseconds;
      start = new Date(second).toISOString().slice(0, -'000Z'.length);
    }
    return `${start}${String(milliseconds).padStart(3, '0')}Z`;
  };
};
