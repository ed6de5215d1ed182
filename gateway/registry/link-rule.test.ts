import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { linkFaults } from './link-rule.ts';

const federation = (rest: string) => `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9"${rest})\n`;

test.each<[string, string, string]>([
  [
    'a renamed import (CVE-2025-64347)',
    `${federation(', import: ["@key", {name: "@requiresScopes", as: "@needs"}]')} type Query { a: Int @needs(scopes: [["x"]]) }`,
    'renames an import of the federation specification',
  ],
  [
    'a renamed specification',
    `${federation(', as: "fed", import: ["@key"]')} type Query { a: Int }`,
    'renames the federation specification ("as")',
  ],
  [
    'a qualified directive',
    `${federation('')} type Query { a: Int @federation__authenticated }`,
    'uses @federation__authenticated: import it by its own name',
  ],
  [
    'a directive of its own with the same name',
    'directive @authenticated on FIELD_DEFINITION type Query { a: Int @authenticated }',
    'defines @authenticated itself: import it',
  ],
  [
    'another source of the directive',
    'extend schema @link(url: "https://specs.apollo.dev/authenticated/v0.1", import: ["@authenticated"]) type Query { a: Int }',
    'links https://specs.apollo.dev/authenticated/v0.1: take its directives from the federation specification',
  ],
])('%s is refused', (_name, sdl, fault) => {
  expect(linkFaults(sdl)).toEqual([fault]);
});

test.each(['pmo', 'training', 'payments', 'jobs'])('the SDL of %s is clean', (name) => {
  expect(linkFaults(readFileSync(`schema/${name}.graphql`, 'utf8'))).toEqual([]);
});
