// Runs every check of the sources, two at a time and the longest first, and says of each what it found and how long it took.
import './install.mjs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const waiting = ['types', 'style', 'imports', 'schema', 'unused'];

/** Runs one check, and shows what it said once it has ended: two that spoke at a time could not be read. */
const run = async (name) => {
  const startedMs = performance.now();
  const child = spawn('npm', ['run', '-s', `check:${name}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(part));
  const [code] = await once(child, 'close');
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`check:${name} ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  if (code !== 0) process.stdout.write(Buffer.concat(said));
  return code === 0;
};

const lane = async () => {
  let isClean = true;
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) isClean = (await run(name)) && isClean;
  return isClean;
};

const isClean = await Promise.all([lane(), lane()]);
process.exitCode = isClean.every(Boolean) ? 0 : 1;
