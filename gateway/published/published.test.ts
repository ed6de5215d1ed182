import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stack, startStack } from '../testkit/stack.ts';

const id = '018d0000-0000-7000-8000-000000000301';
let isDown = false;
const calls: unknown[] = [];

const certificate = {
  state: 'REVOKED',
  issuedAt: '2026-06-20T00:00:00Z',
  validUntil: null,
  score: 88,
  course: { title: '<b>Barista</b>', institution: { name: 'LPK "Satu"' } },
  skillLevels: [{ code: 'latte-art', level: 'BASIC' }],
};

const training = {
  typeDefs: `
    type Query {
      certificate(id: ID!): Certificate certificateStatusList(id: ID!): List institution(id: ID!): Institution
      certificateAuthority: Authority
    }
    type Certificate { state: String issuedAt: String validUntil: String score: Int course: Course
      skillLevels: [Skill!] participant: String }
    type Course { title: String institution: Institution }
    type Institution { name: String didDocument: String }
    type Skill { code: String level: String }
    type List { credential: String }
    type Authority { didDocument: String }
  `,
  resolvers: {
    Query: {
      certificate: (_: unknown, asked: { id: string }, { headers }: { headers: object }) => {
        calls.push(headers);
        if (isDown) throw new Error('down');
        return asked.id === id ? certificate : null;
      },
      certificateStatusList: (_: unknown, asked: { id: string }) => (asked.id === '3' ? { credential: 'a.b.c' } : null),
      institution: (_: unknown, asked: { id: string }) => (asked.id === id ? { didDocument: '{"id":"did"}' } : null),
      certificateAuthority: () => ({ didDocument: '{"id":"programme"}' }),
    },
  },
};

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: { training }, env: { TRUSTED_DOCUMENTS: 'require' }, hasOwnDocuments: true });
});
afterAll(() => stack.stop());

const get = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(new URL(path, stack.url), init);
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text(), response };
};

test.each([
  ['/certificates/status/3', 'application/vc+jwt', 'a.b.c'],
  [`/institutions/${id}/did.json`, 'application/did+json', '{"id":"did"}'],
  ['/programme/did.json', 'application/did+json', '{"id":"programme"}'],
])('%s is published as %s, also where only trusted documents are taken', async (path, type, body) => {
  expect(await get(path)).toMatchObject({ status: 200, type, body });
});

test('the check of a certificate is a page that names its state, and lets nothing of a course run', async () => {
  const { status, type, body, response } = await get(`/certificates/${id}`);
  expect([status, type]).toEqual([200, 'text/html; charset=utf-8']);
  for (const words of ['Sudah dicabut', '88/100', 'latte-art (BASIC)', id]) expect(body).toContain(words);
  expect(body).toContain('&lt;b&gt;Barista&lt;/b&gt;');
  expect(body).toContain('LPK &quot;Satu&quot;');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('whoever asks is a stranger: a token changes nothing', async () => {
  calls.length = 0;
  const authorization = `Bearer ${await stack.issuer.sign({ sub: 'siti', scope: 'self' })}`;
  const known = await get(`/certificates/${id}`, { headers: { authorization } });
  expect(known.body).toBe((await get(`/certificates/${id}`)).body);
  const [first, second] = calls as Record<string, string>[];
  const subjects = [first, second].map((headers) => JSON.stringify(headers).includes('siti'));
  expect(subjects).toEqual([false, false]);
});

test.each([
  ['/certificates/018d0000-0000-7000-8000-000000000999'],
  ['/certificates/status/4'],
  [`/institutions/${id}`],
  ['/certificates/1'],
  [`/certificates/${id}/x`],
  ['/certificates/status/1e3'],
  ["/certificates/' or 1=1"],
])('%s is not found', async (path) => {
  expect((await get(path)).status).toBe(404);
});

test('only GET reads it, and while its owner is down it says so', async () => {
  expect((await get(`/certificates/${id}`, { method: 'POST' })).status).toBe(404);
  isDown = true;
  const { status, response } = await get(`/certificates/${id}`);
  isDown = false;
  expect([status, response.headers.get('retry-after')]).toEqual([503, '5']);
});
