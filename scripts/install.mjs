// Runs under the system's Node before every npm script: installs what the lockfile names, when it has changed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.installed-lock');
const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
const isCurrent = existsSync(stamp) && readFileSync(stamp, 'utf8') === lock;

const npm = (...args) =>
  spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  }).status === 0;

if (!isCurrent) {
  console.error('Installing the packages that package-lock.json names …');
  // A registry that lacks some other platform's optional package makes `ci` stop; `install` then leaves it out.
  if (!npm('ci') && !npm('install', '--no-save')) {
    console.error('The install failed; npm names the reason above. Fix it and run the command again.');
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}
