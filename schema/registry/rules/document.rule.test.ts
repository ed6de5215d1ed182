import { expect, test } from 'vitest';
import { checkOfSmall, printed } from '../testkit/small.ts';

const shop = 'type Query { shop: Shop }\ntype Shop { name: String! open: Boolean! }';
const withoutOpen = { name: 'shop', sdl: shop.replace('open: Boolean!', '') };
const kept = { organization: 'portal-a', name: 'app 1.4', text: '{ shop { open } }' };

test('a trusted document that a revision would break is named with its organisation', async () => {
  const findings = await checkOfSmall({ shop }, withoutOpen, { usage: [], documents: [kept] });
  expect(printed(findings, 'document')).toEqual([
    'ERROR DOCUMENT_BROKEN the trusted document app 1.4 of portal-a would not be valid any more: Cannot query field "open" on type "Shop".',
  ]);
});

test('what a consumer expects speaks against a revision that breaks it', async () => {
  const findings = await checkOfSmall({ shop }, withoutOpen, { usage: [], expectations: [kept] });
  expect(findings.find(({ code }) => code === 'EXPECTATION_BROKEN')).toMatchObject({
    owner: 'portal-a',
    coordinate: 'Shop',
    line: 3,
  });
});

test('a document that is broken already holds up nothing', async () => {
  const broken = [
    { ...kept, text: '{ shop { gone } }' },
    { ...kept, text: '{' },
  ];
  expect(printed(await checkOfSmall({ shop }, withoutOpen, { usage: [], documents: broken }), 'document')).toEqual([]);
});

test('a document that would cost more than a request has is named', async () => {
  const gateway = {
    costLimit: 10,
    costOf: (supergraph: unknown) => (JSON.stringify(supergraph).includes('"phone"') ? 11 : 3),
  };
  const sdl = shop.replace('open: Boolean!', 'open: Boolean! phone: String');
  const findings = await checkOfSmall({ shop }, { name: 'shop', sdl }, { documents: [kept], gateway });
  expect(printed(findings, 'document')).toEqual([
    'ERROR DOCUMENT_TOO_DEAR app 1.4 of portal-a would cost 11 points, and a request has 10',
  ]);
});
