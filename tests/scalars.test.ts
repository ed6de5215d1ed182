import { readFileSync } from 'node:fs';
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, type GraphQLScalarType, isScalarType, isSpecifiedScalarType, parse } from 'graphql';
import { expect, test } from 'vitest';

const supergraph = parse(readFileSync('schema/supergraph.graphql', 'utf8'));
const schema = buildASTSchema(transformSupergraphToPublicSchema(supergraph), { assumeValid: true });
const guide = readFileSync('docs/partners/codegen.md', 'utf8');

const scalars = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLScalarType => isScalarType(type) && !isSpecifiedScalarType(type),
);
const names = scalars.map(({ name }) => name).sort();

test('every scalar of the graph says where it is specified', () => {
  expect(Object.fromEntries(scalars.map(({ name, specifiedByURL }) => [name, specifiedByURL]))).toEqual({
    Date: 'https://scalars.graphql.org/andimarek/local-date',
    DateTime: 'https://scalars.graphql.org/andimarek/date-time',
    Jwk: 'https://prakerja.test/scalars/jwk',
    Rupiah: 'https://prakerja.test/scalars/rupiah',
  });
});

test('the guide to generated types maps each of them, and names its address', () => {
  const config = /scalars: \{\n(.*?)\n {8}\}/s.exec(guide)?.[1] ?? '';
  expect([...config.matchAll(/^ *(\w+):/gm)].map(([, name]) => name).sort()).toEqual(names);
  for (const { name, specifiedByURL } of scalars) {
    expect(guide).toMatch(new RegExp(`\\| \`${name}\` \\|.*\\| ${specifiedByURL}\\b`));
  }
});

test.each(names.filter((name) => !name.startsWith('Date')))('the guide specifies %s', (name) => {
  expect(guide).toContain(`\n## ${name}\n`);
});
