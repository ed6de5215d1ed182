// What is made of our TypeScript: Node's own type stripping stops at decorators.
import { createRequire } from 'node:module';

export const options = {
  lang: 'ts',
  sourceType: 'module',
  sourcemap: true,
  decorator: { legacy: true, emitDecoratorMetadata: true },
  typescript: { onlyRemoveTypeImports: true, removeClassFieldsWithoutInitializer: true },
  assumptions: { setPublicClassFields: true },
};

/**
 * The JavaScript of a source, and its map. The native library is loaded by the first call: a start whose sources are all
 * cached saves it.
 */
export const transform = (path, text) => {
  const { transformSync } = createRequire(import.meta.url)('rolldown/utils');
  const { code, map, errors } = transformSync(path, text, options);
  if (errors.length > 0) throw new SyntaxError(errors[0].message);
  return { code, map };
};
