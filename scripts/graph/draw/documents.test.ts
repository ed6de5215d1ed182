import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('a witness asks by the document that a gateway in production knows, to the byte', () => {
  const source = readFileSync('scripts/graph/draw/documents.mjs', 'utf8').replaceAll('\\`', '`');
  expect(source).toContain(`documents = \`${readFileSync('schema/commands/witness.graphql', 'utf8')}\`;`);
});
