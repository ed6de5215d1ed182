// Runs our TypeScript directly: Node's own type stripping stops at decorators.
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks, setSourceMapsSupport } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLoaderCache, packagesStamp } from './loader.cache.mjs';

const cache = openLoaderCache(process.argv[1] ?? 'eval');

const options = {
  lang: 'ts',
  sourceType: 'module',
  sourcemap: true,
  decorator: { legacy: true, emitDecoratorMetadata: true },
  typescript: { onlyRemoveTypeImports: true, removeClassFieldsWithoutInitializer: true },
  assumptions: { setPublicClassFields: true },
};
const transformStamp = `${packagesStamp()} ${JSON.stringify(options)}`;

// Loaded by the first file that is new or has changed: a start without one saves the native library.
const transform = (path, text) => {
  const { transformSync } = createRequire(import.meta.url)('rolldown/utils');
  const { code, map, errors } = transformSync(path, text, options);
  if (errors.length > 0) throw new SyntaxError(errors[0].message);
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

registerHooks({
  resolve(named, context, nextResolve) {
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
    const source = cache.transformed(key, () => transform(path, text));
    return { format: 'module', source, shortCircuit: true };
  },
});
