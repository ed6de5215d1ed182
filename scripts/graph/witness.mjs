// A witness of draws, for an organisation other than the programme office. It imports nothing of this repository but the
// files of draw/ beside it, and runs with any Node from 20.12 on, beside an installed @noble/curves.
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Memory } from './draw/memory.mjs';
import { makeKey } from './draw/notes.mjs';
import { witnessOnce } from './draw/witnessing.mjs';

const HELP = `
npm run graph -- witness keygen --name NAME --key FILE --memory FILE
npm run graph -- witness run --graph URL --wave N --key FILE --memory FILE --port PORT [--beacon URL] [--notice SECONDS]

Witnesses the draw of a wave: fetches the frozen list, recomputes its root, asks the beacon itself, compares with what it
signed before, cosigns the checkpoint, and publishes all that it signed at its own address, http://HOST:PORT/.
  --key, --memory  its private key, and what it has signed; when the memory is lost it signs nothing any more
  --graph   origin of the gateway
  --beacon  a relay of drand of its own choice; not needed for the test chain
  --notice  how far the round must lie ahead, at least: 43200 unless given
Ends with 1 when it cannot go on; a refusal is printed, and it looks again for the next attempt.
`;

const say = (sentence) => process.stdout.write(`${new Date().toISOString()} witness: ${sentence}\n`);

const publish = (memory, { port, host }) =>
  createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ key: memory.key.key, signed: memory.signed }));
  }).listen(Number(port), host);

const EVERY_MS = 500;

const run = async (values) => {
  const memory = new Memory({ keyFile: values.key, memoryFile: values.memory });
  publish(memory, values).on('listening', () => say(`${memory.key.key} publishes at port ${values.port}`));
  const settings = { memory, graph: values.graph, beaconUrl: values.beacon, noticeSeconds: Number(values.notice) };
  let last = '';
  for (;;) {
    const found = await witnessOnce(settings, Number(values.wave)).catch((error) => ({ said: error.message }));
    if (found && found.said !== last) say(found.said);
    last = found?.said ?? last;
    await sleep(EVERY_MS);
  }
};

const text = { type: 'string' };
const options = { name: text, key: text, memory: text, graph: text, wave: text, beacon: text };
const defaults = {
  port: { ...text, default: '4200' },
  host: { ...text, default: '127.0.0.1' },
  notice: { ...text, default: '43200' },
  help: { type: 'boolean' },
};

try {
  const { values, positionals } = parseArgs({ options: { ...options, ...defaults }, allowPositionals: true });
  const [action] = positionals;
  const missing = (names) => names.filter((name) => values[name] === undefined);
  if (values.help || !['keygen', 'run'].includes(action)) {
    process.stdout.write(HELP);
    process.exit(values.help ? 0 : 2);
  }
  const lacks = missing(action === 'keygen' ? ['name', 'key', 'memory'] : ['graph', 'wave', 'key', 'memory']);
  if (lacks.length > 0) throw new Error(`--${lacks[0]} is missing; see --help`);
  if (action === 'run') await run(values);
  const key = makeKey(values.name);
  Memory.create({ keyFile: values.key, memoryFile: values.memory, key });
  process.stdout.write(`${key.key}\n`);
} catch (error) {
  process.stderr.write(`witness: ${error.message}\n`);
  process.exit(1);
}
