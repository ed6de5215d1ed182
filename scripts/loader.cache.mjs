// What a process finds out while it loads its modules, kept for the next one: half of the CPU of a start.
import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'node_modules', '.cache', 'prakerja-graph');
const home = pathToFileURL(`${root}/`).href;
/** A service is killed rather than stopped now and then: it does not wait for its end. */
const SAVE_AFTER_MS = 2_000;

const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** Whole or not at all, since several processes write; a folder that cannot be written costs time only. */
const write = (path, text) => {
  const partial = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(partial, text);
    renameSync(partial, path);
  } catch {}
};

const stampOf = (path) => {
  const { mtimeMs, size } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return `${mtimeMs} ${size}`;
};

/** Changes with every install: what the packages are, and what the one that transforms would make of a source. */
export const packagesStamp = () => stampOf(join(root, 'node_modules', '.package-lock.json'));

const stamp = () => `${process.version} ${home} ${packagesStamp()}`;

const readResolutions = (file) => {
  try {
    const kept = JSON.parse(read(file) ?? '{}');
    return kept.stamp === stamp() ? kept.byParent : {};
  } catch {
    return {};
  }
};

/** @param entry the program that the process runs: each keeps its own list of what leads where */
export const openLoaderCache = (entry) => {
  enableCompileCache(join(folder, 'code'));
  const file = join(folder, `${hash('sha256', entry).slice(0, 16)}.json`);
  const byParent = readResolutions(file);
  let isChanged = false;

  const save = () => {
    if (isChanged) write(file, JSON.stringify({ stamp: stamp(), byParent }));
    isChanged = false;
    flushCompileCache();
  };
  if (isMainThread) {
    setTimeout(save, SAVE_AFTER_MS).unref();
    process.once('exit', save);
  }

  return {
    /**
     * Returns the file that a package's specifier names in a module, from the cache; our own specifiers name their
     * file.
     */
    resolved(specifier, { parentURL = '', conditions }, resolve) {
      if (!parentURL.startsWith(home) || specifier.startsWith('node:')) return resolve();
      const key = `${conditions.includes('require') ? 'require' : 'import'} ${specifier}`;
      const parent = parentURL.slice(home.length);
      const known = byParent[parent]?.[key];
      if (known) return { url: home + known[0], format: known[1] ?? undefined, shortCircuit: true };
      const found = resolve();
      if (!found.url.startsWith(`${home}node_modules/`)) return found;
      byParent[parent] ??= {};
      byParent[parent][key] = [found.url.slice(home.length), found.format];
      isChanged = true;
      return found;
    },
    /** The JavaScript of a source whose hash is `key`. */
    transformed(key, transform) {
      const kept = join(folder, `${key}.js`);
      const known = read(kept);
      if (known !== undefined) return known;
      const code = transform();
      write(kept, code);
      return code;
    },
  };
};
