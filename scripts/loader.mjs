// Runs our TypeScript directly: Node's own type stripping stops at decorators.
import { readFileSync } from 'node:fs';
import { enableCompileCache, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'rolldown/utils';

enableCompileCache();

const options = {
  lang: 'ts',
  sourceType: 'module',
  sourcemap: false,
  decorator: { legacy: true, emitDecoratorMetadata: true },
  typescript: { onlyRemoveTypeImports: true, removeClassFieldsWithoutInitializer: true },
  assumptions: { setPublicClassFields: true },
};

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
    const path = fileURLToPath(url);
    const { code, errors } = transformSync(path, readFileSync(path, 'utf8'), options);
    if (errors.length > 0) throw new SyntaxError(errors[0].message);
    return { format: 'module', source: code, shortCircuit: true };
  },
});
