import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const instructions = readFileSync('Dockerfile', 'utf8').split('\n');

/** What the last stage of the Dockerfile copies from the checkout: from → to. */
const copied = instructions
  .slice(instructions.lastIndexOf(instructions.findLast((line) => line.startsWith('FROM ')) ?? ''))
  .flatMap((line) => {
    const [, words] = /^COPY (?!--)(.+)$/.exec(line) ?? [];
    if (!words) return [];
    const parts = words.split(' ');
    const to = parts.pop() ?? '';
    return parts.map((from) => ({ from, to: to.endsWith('/') ? join(to, from) : to }));
  });

/** How the image starts Node, before the command of a service. */
export const imageEntrypoint: string[] = JSON.parse(
  instructions.find((line) => line.startsWith('ENTRYPOINT '))?.slice('ENTRYPOINT '.length) ?? '[]',
);

export interface Image {
  /** The directory in which the image's commands run. */
  directory: string;
  remove(): void;
}

/** What the Dockerfile's last stage holds, without Docker: the compiled services and what is copied beside them. */
export const buildImage = (): Image => {
  const directory = mkdtempSync(join(tmpdir(), 'prakerja-image-'));
  const outDir = join(directory, 'dist');
  const { status, stdout, stderr } = spawnSync(
    resolve('node_modules/.bin/tsc'),
    // npm run check has looked at the types.
    ['-p', 'tsconfig.build.json', '--noCheck', '--outDir', outDir],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the build failed: ${stdout}${stderr}`);
  for (const { from, to } of copied) {
    mkdirSync(dirname(join(directory, to)), { recursive: true });
    cpSync(from, join(directory, to), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
};
