// Preloaded by the npm scripts, under any Node from 20 on: installs the packages when package-lock.json has changed, goes
// on under the Node that they pin, and runs our TypeScript.
import './install.mjs';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const isWindows = process.platform === 'win32';
const packages = join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules');
const pinned = join(packages, `node-${isWindows ? 'win' : process.platform}-${process.arch}`);

/** Decides whether this is the pinned Node; on a platform without its package, such as macOS, any Node passes. */
const isPinned = () =>
  !existsSync(pinned) ||
  `v${JSON.parse(readFileSync(join(pinned, 'package.json'), 'utf8')).version}` === process.version;

/** Runs the same command under the pinned Node, and ends as that does. */
const goOn = () => {
  const node = join(pinned, 'bin', isWindows ? 'node.exe' : 'node');
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to the child by itself.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((_, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
  });
};

if (!isPinned()) await goOn();
await import('./loader.mjs');
