import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

/** An import that must be refused: the rule, the file that imports, what it imports. */
type PlantedImport = readonly [rule: string, from: string, to: string];

const planted: readonly PlantedImport[] = [
  [
    'subgraph-imports-only-itself-and-kit',
    'subgraphs/jobs/vacancy/vacancy.service.ts',
    'subgraphs/pmo/wave/wave.service.ts',
  ],
  ['a-partner-imports-nothing-of-ours', 'subgraphs/kur/bureau/bureau.client.ts', 'subgraphs/kit/refusal.ts'],
  ['nothing-of-ours-imports-a-partner', 'scripts/stack/loans.ts', 'subgraphs/kur/product/index.ts'],
  ['kit-imports-no-subgraph', 'subgraphs/kit/outbox.ts', 'subgraphs/pmo/wave/wave.events.ts'],
  ['subgraph-knows-no-outside', 'subgraphs/pmo/wave/announce.ts', 'gateway/server.ts'],
  ['subgraph-knows-no-outside', 'subgraphs/pmo/wave/import.ts', 'scripts/postgres.ts'],
  ['registry-keeps-what-schema-registry-defines', 'subgraphs/registry/revision/judge.ts', 'gateway/server.ts'],
  ['gateway-knows-the-schema-only', 'gateway/errors.ts', 'subgraphs/kit/errors.ts'],
  ['gateway-knows-the-schema-only', 'gateway/server.ts', 'subgraphs/payments/ledger/ledger.service.ts'],
  ['gateway-knows-the-schema-only', 'gateway/caller.ts', 'gateway/identity/env.ts'],
  ['identity-knows-the-kit-only', 'gateway/identity/login.ts', 'gateway/caller.ts'],
  ['identity-knows-the-kit-only', 'gateway/identity/login.ts', 'subgraphs/kit/errors.ts'],
  ['registry-knows-what-it-is-given', 'schema/registry/rules/tag.rule.ts', 'gateway/access-rules.ts'],
  ['registry-knows-what-it-is-given', 'schema/registry/check.ts', 'node:fs'],
  ['domain-without-graphql', 'subgraphs/payments/ledger/ledger.service.ts', 'graphql'],
  ['domain-without-graphql', 'subgraphs/payments/ledger/ledger.policy.ts', 'type-graphql'],
  ['domain-without-graphql', 'subgraphs/payments/ledger/ledger.entity.ts', 'subgraphs/payments/ledger/ledger.type.ts'],
  ['index-without-graphql', 'subgraphs/payments/ledger/index.ts', 'subgraphs/payments/ledger/ledger.loader.ts'],
  ['index-without-graphql', 'subgraphs/payments/ledger/index.ts', 'subgraphs/payments/ledger/ledger.type.ts'],
  ['api-without-tables', 'subgraphs/payments/ledger/ledger.resolver.ts', 'subgraphs/payments/ledger/ledger.entity.ts'],
  ['pure-policy', 'subgraphs/payments/ledger/ledger.policy.ts', 'subgraphs/kit/database.ts'],
  [
    'feature-through-its-service-or-events',
    'subgraphs/payments/batch/batch.service.ts',
    'subgraphs/payments/ledger/ledger.entity.ts',
  ],
  [
    'sdl-of-a-feature-through-its-types',
    'subgraphs/payments/batch/batch.resolver.ts',
    'subgraphs/payments/ledger/ledger.policy.ts',
  ],
  [
    'only-the-list-imports-manifests',
    'subgraphs/payments/batch/batch.service.ts',
    'subgraphs/payments/batch/batch.feature.ts',
  ],
  ['only-the-list-imports-manifests', 'subgraphs/payments/main.ts', 'subgraphs/payments/batch/batch.feature.ts'],
  ['arrows-run-one-way', 'subgraphs/payments/batch/batch.resolver.ts', 'subgraphs/payments/features.ts'],
  ['arrows-run-one-way', 'subgraphs/payments/batch/batch.feature.ts', 'subgraphs/kit/assembly.ts'],
  ['only-main-constructs', 'subgraphs/payments/batch/batch.worker.ts', 'pg-boss'],
  ['draw-engine-through-its-index', 'subgraphs/pmo/draw/freeze.ts', 'subgraphs/pmo/draw/engine/lanes.ts'],
  ['draw-engine-through-its-index', 'subgraphs/pmo/draw/freeze.test.ts', 'subgraphs/pmo/draw/engine/hashing.ts'],
  ['draw-engine-knows-the-kit-only', 'subgraphs/pmo/draw/engine/index.ts', 'subgraphs/pmo/draw/draw.statement.ts'],
  ['only-env-reads-the-environment', 'gateway/limits.ts', 'node:process'],
  ['nothing-imports-tests', 'scripts/graph/seed.ts', 'tests/testkit/database.ts'],
  ['product-needs-no-development-package', 'gateway/load.ts', 'fast-check'],
  ['product-needs-no-development-package', 'scripts/graph/load.ts', 'fast-check'],
  ['no-cycle', 'subgraphs/kit/left.ts', 'subgraphs/kit/right.ts'],
  ['no-unknown-import', 'gateway/gone.ts', 'package-that-is-not-there'],
];

const allowed: readonly (readonly [from: string, to: string])[] = [
  ['subgraphs/kur/decision/decision.service.ts', '@prakerja/subgraph-kit'],
  ['subgraphs/registry/revision/judge.service.ts', 'schema/registry/check.ts'],
  ['subgraphs/pmo/wave/wave.service.ts', 'subgraphs/kit/database.ts'],
  ['subgraphs/pmo/draw/freeze.ts', 'subgraphs/pmo/draw/engine/index.ts'],
  ['subgraphs/pmo/draw/engine/lanes.test.ts', 'subgraphs/pmo/draw/reference.ts'],
  ['subgraphs/pmo/wave/wave.service.ts', 'subgraphs/pmo/participant/participant.service.ts'],
  ['subgraphs/pmo/wave/wave.service.ts', 'subgraphs/pmo/participant/participant.events.ts'],
  ['subgraphs/pmo/wave/wave.service.ts', 'subgraphs/pmo/participant/index.ts'],
  ['subgraphs/pmo/wave/wave.resolver.ts', 'subgraphs/pmo/participant/index.ts'],
  ['subgraphs/pmo/wave/wave.mutations.ts', 'subgraphs/pmo/participant/participant.type.ts'],
  ['subgraphs/pmo/wave/wave.type.ts', 'subgraphs/pmo/participant/participant.type.ts'],
  ['subgraphs/pmo/participant/participant.type.ts', 'subgraphs/pmo/wave/wave.type.ts'],
  ['subgraphs/pmo/wave/wave.type.ts', 'type-graphql'],
  ['subgraphs/pmo/features.ts', 'subgraphs/pmo/wave/wave.feature.ts'],
  ['subgraphs/pmo/features.ts', 'subgraphs/kit/vault/vault.feature.ts'],
  ['subgraphs/pmo/wave/wave.feature.ts', 'subgraphs/pmo/wave/009-waves.migration.ts'],
  ['subgraphs/pmo/main.ts', 'fastify'],
  ['gateway/main.ts', 'subgraphs/kit/log.ts'],
  ['gateway/identity/login.ts', 'subgraphs/kit/migrate.ts'],
  ['scripts/compose.ts', 'subgraphs/pmo/wave/wave.type.ts'],
  ['tests/stories/wave.test.ts', 'tests/testkit/database.ts'],
  ['tests/stories/wave.test.ts', 'subgraphs/pmo/main.ts'],
];

const root = mkdtempSync(join(tmpdir(), 'prakerja-dependency-rule-'));
symlinkSync(resolve('node_modules'), join(root, 'node_modules'), 'junction');
copyFileSync('package.json', join(root, 'package.json'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const write = (layout: string, path: string, lines: readonly string[]): void => {
  mkdirSync(join(root, layout, dirname(path)), { recursive: true });
  writeFileSync(join(root, layout, path), `${lines.join('\n')}\nexport {};\n`);
};

const isFile = (to: string): boolean => to.includes('/') && !to.startsWith('@');

const specifier = (from: string, to: string): string => (isFile(to) ? `./${relative(dirname(from), to)}` : to);

/** Files as they are written here: a decorated class below a type import, the forms that a parser could miss. */
const plant = (layout: string, imports: readonly (readonly [from: string, to: string])[]): void => {
  for (const [, to] of imports) if (isFile(to)) write(layout, to, []);
  for (const from of new Set(imports.map(([importer]) => importer))) {
    const targets = imports.filter(([importer]) => importer === from).map(([, to]) => specifier(from, to));
    const names = targets.map((target, index) => `import type { Name${index} } from '${target}';`);
    write(layout, from, [
      ...names,
      '@decorated()',
      'export class Planted { constructor(@named() readonly name: Name0) {} }',
    ]);
  }
};

const violations = (layout: string): string[] => {
  const folders = ['gateway', 'subgraphs', 'schema', 'scripts', 'tests'];
  for (const folder of folders) mkdirSync(join(root, layout, folder), { recursive: true });
  const cli = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cli, '--config', resolve('.dependency-cruiser.cjs'), '--output-type', 'json', ...folders];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: join(root, layout), encoding: 'utf8' });
  expect(stderr).toBe('');
  const result = JSON.parse(stdout) as { summary: { violations: { rule: { name: string }; from: string }[] } };
  return result.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort();
};

test('every planted violation of the dependency rule is found, and nothing else', () => {
  const cycle = ['subgraphs/kit/right.ts', 'subgraphs/kit/left.ts'] as const;
  plant('planted', [...planted.map(([, from, to]) => [from, to] as const), cycle]);
  expect(new Set(violations('planted'))).toEqual(new Set(planted.map(([rule, from]) => `${rule}: ${from}`)));
});

test('what the dependency rule allows is not refused', () => {
  plant('allowed', allowed);
  expect(violations('allowed')).toEqual([]);
});

test('every rule has a planted violation', () => {
  const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };
  expect(new Set(planted.map(([rule]) => rule))).toEqual(new Set(config.forbidden.map(({ name }) => name)));
});
