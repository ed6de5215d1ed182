import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** One HTTP call in the gateway's access line: subgraph, start and duration in milliseconds, and why it failed. */
const step = z.union([
  z.tuple([z.string(), z.number(), z.number()]),
  z.tuple([z.string(), z.number(), z.number(), z.string()]),
]);

const text = z.string().optional().catch(undefined);
const number = z.number().optional().catch(undefined);

/** What a time line shows of a line; the rest is in the log. */
const logLine = z.object({
  time: z.iso.datetime({ offset: true }),
  service: z.string(),
  msg: z.string(),
  requestId: z.string(),
  durationMs: number,
  operation: text,
  kind: text,
  status: number,
  method: text,
  refusal: text,
  client: text,
  organization: text,
  points: number,
  calls: number,
  steps: z.array(step).optional().catch(undefined),
  overheadMs: number,
  statements: number,
  url: text,
  type: text,
  source: text,
  subscriber: text,
  subgraph: text,
  reason: text,
  fault: text,
  code: text,
  errorId: text,
});

export type LogLine = z.infer<typeof logLine>;

/** A line of ours behind whatever a collector puts before it, such as `gateway-1  | `. */
const parse = (text: string): LogLine | undefined => {
  try {
    return logLine.parse(JSON.parse(text.slice(text.indexOf('{'))));
  } catch {
    return undefined;
  }
};

const linesIn = async (input: NodeJS.ReadableStream, requestId: string): Promise<LogLine[]> => {
  const found: LogLine[] = [];
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (!text.includes(requestId)) continue;
    const line = parse(text);
    if (line?.requestId === requestId) found.push(line);
  }
  return found;
};

/** The logs of a stack, with what was rotated out of them. @throws Error when there is none */
const logsOf = (data: string): string[] => {
  const directory = join(data, 'logs');
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const logs = names.filter((name) => /^[a-z]+\.log(\.\d+)?$/.test(name));
  if (logs.length === 0) throw new Error(`there are no logs in ${directory}; name the data directory with --data`);
  return logs.map((name) => join(directory, name));
};

/** The place of the lines: a stack's data directory, a file, or the standard input for `-`. */
export type LogPlace = { data: string } | { file: string };

/** Every line of a request, of all services, oldest first. @throws Error when a place cannot be read */
export const linesOfRequest = async (place: LogPlace, requestId: string): Promise<LogLine[]> => {
  const files = 'data' in place ? logsOf(place.data) : [place.file];
  const inputs = files.map((file) => (file === '-' ? process.stdin : createReadStream(file)));
  const lines = await Promise.all(inputs.map((input) => linesIn(input, requestId)));
  return lines.flat().toSorted((one, other) => Date.parse(one.time) - Date.parse(other.time));
};
