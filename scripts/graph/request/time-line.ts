import { cell } from '../cell.ts';
import { table } from '../table.ts';
import type { LogLine } from './log-lines.ts';

/** Something that took time, or a moment; in milliseconds since the request came. */
interface Item {
  startMs: number;
  durationMs: number | undefined;
  who: string;
  what: string;
}

const WIDTH = 40;

const isRequest = ({ msg, durationMs }: LogLine) => msg === 'request' && durationMs !== undefined;
const isAccess = (line: LogLine) => line.service === 'gateway' && isRequest(line);

/** A line of work is written when it ends. */
const startOf = ({ time, durationMs = 0 }: LogLine) => Date.parse(time) - durationMs;

const callsOf = ({ steps = [] }: LogLine): Item[] =>
  steps.map(([subgraph, startMs, durationMs, failure]) => ({
    startMs,
    durationMs,
    who: `  call of ${subgraph}`,
    what: failure ?? '',
  }));

const details = (line: LogLine): string =>
  [line.type, line.subgraph, line.subscriber, line.reason, line.fault, line.code, line.errorId && `id ${line.errorId}`]
    .filter(Boolean)
    .join(' ');

const itemOf = (line: LogLine, beganAt: number): Item => {
  const { service: who, durationMs, statements } = line;
  if (!isRequest(line)) {
    const what = `${line.msg} ${details(line)}`.trimEnd();
    return { startMs: Date.parse(line.time) - beganAt, durationMs: undefined, who, what };
  }
  const counted = statements === undefined ? '' : `${statements} statements`;
  return { startMs: startOf(line) - beganAt, durationMs, who, what: `${line.url ?? ''} ${counted}`.trim() };
};

/** A bar between the request's beginning and end; what came later is a mark behind the end. */
const bar = ({ startMs, durationMs = 0 }: Item, totalMs: number): string => {
  const columnOf = (milliseconds: number) => Math.round((Math.max(0, milliseconds) / totalMs) * (WIDTH - 1));
  const start = columnOf(startMs);
  if (start >= WIDTH) return `${' '.repeat(WIDTH - 1)}›`;
  const end = Math.min(WIDTH - 1, Math.max(start, columnOf(startMs + durationMs)));
  const drawn = durationMs === 0 ? '·' : '█'.repeat(end - start + 1);
  return `${' '.repeat(start)}${drawn}`.padEnd(WIDTH);
};

const milliseconds = (value: number) => `${value.toFixed(1)} ms`;

const headOf = (access: LogLine): string => {
  const { kind = 'request', operation, status, refusal, client, organization, points, calls, overheadMs } = access;
  const outcome = [status, refusal].filter((each) => each !== undefined).join(' ');
  const facts = [
    `client ${client ?? 'none'}`,
    `organisation ${organization ?? 'none'}`,
    `${points ?? 0} points`,
    `${calls ?? 0} calls`,
    overheadMs !== undefined && `overhead ${milliseconds(overheadMs)}`,
  ];
  return `${[kind, operation, outcome]
    .filter(Boolean)
    .map((each) => cell(String(each)))
    .join(' ')}
${facts
  .filter(Boolean)
  .map((each) => cell(String(each)))
  .join(', ')}\n`;
};

/** The time line of one request, by its lines of all services. */
export const drawTimeLine = (lines: readonly LogLine[]): string => {
  const access = lines.find(isAccess);
  const beganAt = access ? startOf(access) : Math.min(...lines.map(startOf));
  const calls = access ? callsOf(access) : [];
  const items = [...lines.filter((line) => line !== access).map((line) => itemOf(line, beganAt)), ...calls];
  const ends = items.map(({ startMs, durationMs = 0 }) => startMs + durationMs);
  const totalMs = Math.max(access?.durationMs ?? Math.max(...ends), 0.1);
  const whole: Item[] = access ? [{ startMs: 0, durationMs: access.durationMs, who: 'gateway', what: '' }] : [];
  const sorted = [...whole, ...items.toSorted((one, other) => one.startMs - other.startMs)];
  const rows = sorted.map((item) => [
    milliseconds(item.startMs).padStart(12),
    bar(item, totalMs),
    item.durationMs === undefined ? '' : milliseconds(item.durationMs).padStart(11),
    cell(item.who),
    cell(item.what, 100),
  ]);
  return `${access ? `${headOf(access)}\n` : ''}${table(rows)}`;
};
