// Runs our TypeScript directly.
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { registerHooks, setSourceMapsSupport } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLoaderCache, packagesStamp } from './loader.cache.mjs';
import { wholeProgram } from './programs.mjs';
import { options, transform } from './typescript.mjs';

const cache = openLoaderCache(process.argv[1] ?? 'eval');

const transformStamp = `${packagesStamp()} ${JSON.stringify(options)}`;

const withMap = (path, text) => {
  const { code, map } = transform(path, text);
  const { version, names, mappings } = map;
  const sources = [basename(path)];
  const inline = Buffer.from(JSON.stringify({ version, sources, names, mappings })).toString('base64');
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${inline}\n`;
};

// A stack trace names the lines of the sources: decorators and removed types move those of the JavaScript.
setSourceMapsSupport(true);

// The partner kit is a package to who uses it: in this repository its name leads to its source.
const kit = new Map(
  ['index', 'testing'].map((name) => [
    `@prakerja/subgraph-kit${name === 'index' ? '' : `/${name}`}`,
    new URL(`partner/kit/${name}.ts`, import.meta.url).href,
  ]),
);

/** What the tests run instead of loading the modules of a program one by one. */
const program = wholeProgram();

registerHooks({
  resolve(named, context, nextResolve) {
    if (program && context.parentURL === undefined && named === program.source) return program.whole;
    const specifier = kit.get(named) ?? named;
    return cache.resolved(specifier, context, () => nextResolve(specifier, context));
  },
  load(url, context, nextLoad) {
    // Vitest asks for a test file with a query, so that it is evaluated each time.
    const [file] = url.split('?');
    if (!file.startsWith('file:') || !file.endsWith('.ts')) return nextLoad(url, context);
    const path = fileURLToPath(file);
    const text = readFileSync(path, 'utf8');
    const key = hash('sha256', `${transformStamp}\n${basename(path)}\n${text}`);
    const source = cache.transformed(key, () => withMap(path, text));
    return { format: 'module', source, shortCircuit: true };
  },
});
