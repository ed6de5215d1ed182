import { levels } from 'pino';
import { logOutput } from '../subgraphs/kit/log-output.ts';

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
  const output = logOutput();
  const flush = () => output.flush();
  if ((levels.values[level] ?? Number.POSITIVE_INFINITY) > (levels.values.info ?? 0))
    return { info: () => undefined, flush };
  const timeText = clockText();
  const origin = `"service":${JSON.stringify(service)}`;
  return {
    info: (details, message) => {
      const own = JSON.stringify(details).slice(1, -1);
      const text = `${own === '' ? '' : `${own},`}"msg":${JSON.stringify(message)}`;
      output.write(`{"level":"info","time":"${timeText()}",${origin},${text}}\n`);
    },
    flush,
  };
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
