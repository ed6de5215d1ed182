import { advanceClock, sandboxTime, spanOf } from '../../partner/sandbox/clock-file.ts';
import { sandboxData } from '../../partner/sandbox/sandbox.ts';
import { stopAtInterrupt } from '../../stack/interrupt.ts';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { required } from '../registry/asker.ts';

const help = `
npm run graph -- sandbox ACTION --partner NAME [--folder DIR]

A partner's own space: the real services over databases of its own, with people and courses that are always the same,
and a clock that the partner moves. docs/partners/sandbox.md lists whom and what it holds.
  start   runs it until Ctrl-C: [--port N]
  clock   shows its time, or moves it forward: [--advance SPAN]
  path    prints its data directory, which npm run token and other commands take as --data

  --partner NAME  whose it is; each has a directory of its own
  --folder DIR    where sandboxes live (default .sandboxes)
  --port N        the port of its gateway, from which the others follow (default 5000)
  --advance SPAN  such as 30d, 12h, 90m or 2w; time never goes back
`;

const portOf = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1_024 || port > 32_000) throw new UsageError('--port takes 1024 to 32000');
  return port;
};

interface Place {
  partner: string;
  folder: string;
}

const start = async (place: Place, port: number): Promise<void> => {
  // Loaded for this action alone: the others are asked often.
  const { startSandbox } = await import('../../partner/sandbox/sandbox.ts');
  const { printWelcome } = await import('../../stack/welcome.ts');
  const report = (line: string) => process.stdout.write(`${line}\n`);
  const stopping = new AbortController();
  const starting = startSandbox({ ...place, port, report, signal: stopping.signal });
  stopAtInterrupt(starting, stopping);
  try {
    await printWelcome({ stack: await starting, data: sandboxData(place.folder, place.partner), report });
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  }
};

const string = { type: 'string' } as const;

export const command = graphCommand({
  help,
  options: {
    partner: string,
    folder: { type: 'string', default: '.sandboxes' },
    port: { type: 'string', default: '5000' },
    advance: string,
  },
  actions: ['start', 'clock', 'path'],
  run: async ({ partner: name, folder, port, advance }, action) => {
    const partner = required(name, '--partner');
    const data = sandboxData(folder, partner);
    if (action === 'start') return start({ partner, folder }, portOf(port));
    if (action === 'path') return void process.stdout.write(`${data}\n`);
    const time = advance === undefined ? sandboxTime(data) : advanceClock(data, spanOf(advance));
    process.stdout.write(`${time.toISOString()}\n`);
  },
});
