import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = join(root, 'scripts', 'partner', 'kit');
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const isWindows = process.platform === 'win32';

/** Builds the partner kit from this repository into an npm package. @returns the path of the tarball in `folder` */
export const packKit = async (folder: string): Promise<string> => {
  const built = await mkdtemp(join(tmpdir(), 'prakerja-kit-'));
  try {
    await mkdir(folder, { recursive: true });
    await run(process.execPath, [compiler, '-p', source, '--outDir', join(built, 'dist')]);
    for (const file of ['package.json', 'README.md']) await cp(join(source, file), join(built, file));
    await cp(join(root, 'LICENSE'), join(built, 'LICENSE'));
    const packing = ['pack', '--json', '--loglevel=error', '--pack-destination', resolve(folder)];
    const { stdout } = await run('npm', packing, { cwd: built, shell: isWindows });
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    return join(folder, filename);
  } finally {
    await rm(built, { recursive: true, force: true });
  }
};
