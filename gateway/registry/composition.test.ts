import { expect, test } from 'vitest';
import { composeSupergraph } from './composition.ts';

const sdl = (imports: string, rest: string, link = '') =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}]) ${link}\n${rest}`;
const composed = (text: string) => composeSupergraph([{ name: 'bank', sdl: text, url: 'http://bank.test/' }]);

test.each<[string, string, string]>([
  ['@policy', sdl('"@policy"', 'type Query { a: Int @policy(policies: [["x"]]) }'), 'bank has @policy at Query.a'],
  [
    '@policy on an enum',
    sdl('"@policy"', 'type Query { a: E } enum E @policy(policies: [["x"]]) { A }'),
    'bank has @policy at E:',
  ],
  [
    '@policy under another name',
    sdl('{name: "@policy", as: "@rule"}', 'type Query { a: Int @rule(policies: [["x"]]) }'),
    'bank renames an import',
  ],
  [
    '@policy by its full name',
    sdl('', 'type Query { a: Int @federation__policy(policies: [["x"]]) }'),
    'bank uses @federation__policy',
  ],
  [
    'an empty list of scopes, which composition would drop',
    sdl('"@requiresScopes"', 'type Query { a: Int } extend type Query { b: Int @requiresScopes(scopes: []) }'),
    'bank has @requiresScopes at Query.b with an empty list of scopes',
  ],
  [
    'an empty set of scopes',
    sdl('"@requiresScopes"', 'type Query { a: Int @requiresScopes(scopes: [[]]) }'),
    'bank has @requiresScopes at Query.a with an empty set of scopes',
  ],
  [
    'a security feature of its own, whose purpose composition would forget',
    sdl(
      '"@composeDirective"',
      'directive @sealed on FIELD_DEFINITION type Query { a: Int @sealed }',
      '@link(url: "https://bank.test/vault/v1.0", import: ["@sealed"], for: SECURITY) @composeDirective(name: "@sealed")',
    ),
    'bank links https://bank.test/vault/v1.0 for SECURITY',
  ],
  [
    'a rule on an argument',
    sdl('"@authenticated"', 'type Query { a(b: Int @authenticated): Int }'),
    'may not be used on ARGUMENT_DEFINITION',
  ],
])('composition refuses %s', (_name, text, fault) => {
  expect(() => composed(text)).toThrow(fault);
});

test('composition keeps what the gateway enforces', () => {
  const text = sdl(
    '"@authenticated", "@requiresScopes"',
    'type Query { a: E b: S } enum E @authenticated { A } scalar S @requiresScopes(scopes: [["x"]])',
  );
  expect(composed(text)).toMatch(/scalar S .*@requiresScopes[\s\S]*enum E .*@authenticated/);
});
