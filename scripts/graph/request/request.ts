import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { DEFAULT_DATA, dataOption } from '../places.ts';
import { linesOfRequest } from './log-lines.ts';
import { drawTimeLine } from './time-line.ts';

const help = `
npm run graph -- request ID [options]

Draws what became of one request, from the logs of all services: how long the gateway and each call of a subgraph took,
what failed, and the events that it led to. ID is the x-request-id of its answer.

  --data DIR   the data directory of a stack of npm start, running or not (default .data)
  --logs FILE  lines of all services in one file, or - for the standard input:
               docker compose logs --no-log-prefix | npm run -s graph -- request ID --logs -

With LOG_LEVEL=debug subgraphs write a line for each request too, with its SQL statements.
`;

const options = { logs: { type: 'string' }, ...dataOption } as const;

const requestId = /^[A-Za-z0-9-]{8,64}$/;

export const command = graphCommand({
  help,
  options,
  operand: 'request id',
  run: async ({ data, logs }, _action, id) => {
    if (!requestId.test(id)) throw new UsageError('a request id has 8 to 64 letters, digits and hyphens');
    if (data !== undefined && logs !== undefined) throw new UsageError('name --data or --logs, not both');
    const place = logs === undefined ? { data: data ?? DEFAULT_DATA } : { file: logs };
    const lines = await linesOfRequest(place, id);
    if (lines.length === 0) throw new Error(`no line of ${id} in the logs; older ones may be gone`);
    process.stdout.write(drawTimeLine(lines));
  },
});
