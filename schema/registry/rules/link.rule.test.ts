import { expect, test } from 'vitest';
import { checkOfSmall } from '../testkit/small.ts';

const office = 'type Query { officeHead: Int }';
const federation = 'https://specs.apollo.dev/federation/v2.';
const codes = async (header: string) => {
  const findings = await checkOfSmall(
    { office },
    { name: 'bank', sdl: `${header} # @link(\ntype Query { bankA: Int }` },
  );
  return findings.filter(({ rule }) => rule === 'link').map(({ code }) => code);
};

test.each([
  ['', 'FEDERATION_1'],
  [`extend schema @link(url: "${federation}10")`, 'FEDERATION_VERSION'],
  [`extend schema @link(url: "${federation}9/")`, 'FEDERATION_VERSION'],
  [`extend schema @link(url: "${federation}9", as: "fed")`, 'LINK_RENAMED'],
  [`extend schema @link(url: "${federation}9", import: [{ name: "@key", as: "@id" }])`, 'IMPORT_RENAMED'],
  [
    `extend schema @link(url: "${federation}9") @link(url: "${federation}9", import: ["@key"])`,
    'FEDERATION_LINKED_TWICE',
  ],
  [`extend schema @link(url: "${federation}9") @link(url: "https://specs.apollo.dev/tag/v0.3")`, 'LINK_UNKNOWN'],
])('%s is refused', async (header, code) => {
  expect(await codes(header)).toEqual([code]);
});

test.each([0, 3, 9])('federation 2.%d passes, with the specification of links itself', async (minor) => {
  const own = '@link(url: "https://specs.apollo.dev/link/v1.0", import: ["Import"])';
  expect(await codes(`extend schema ${own} @link(url: "${federation}${minor}", import: ["@key"])`)).toEqual([]);
});
