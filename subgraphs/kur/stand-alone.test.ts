import { rmSync } from 'node:fs';
import { startTestGateway } from '@prakerja/subgraph-kit/testing';
import { afterAll, expect, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { installKur, startBureau, startKur } from '../../tests/testkit/kur-process.ts';

const folder = await installKur();
const gateway = await startTestGateway({ subgraph: 'kur' });
const bureau = await startBureau(folder);
const databaseUrl = await createDatabase('kur');
const kur = await startKur({ folder, databaseUrl, graphUrl: gateway.keysUrl, bureau });
afterAll(async () => {
  await kur.stop();
  await bureau.stop();
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

const target = { address: kur.address, port: Number(new URL(kur.address).port) };
const siti = { subject: 'pairwise-siti', scopes: ['self'] };

test('the bank stands alone: plain Node, the kit as a package, a database of its own', async () => {
  const { data } = await gateway.ask(target, { query: '{ kurStatistics(year: 2021) { offered applied } }' });
  expect(data).toEqual({ kurStatistics: { offered: 13_525, applied: 777 } });
  const { data: service } = await gateway.ask(target, { query: '{ _service { sdl } }' });
  expect(JSON.stringify(service)).toContain('kurApplication');
});

test('whoever is not the gateway is answered nothing, and the gateway’s word decides who asks', async () => {
  const body = JSON.stringify({ query: '{ kurStatistics(year: 2021) { offered } }' });
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(kur.address, { method: 'POST', headers, body })).status).toBe(401);
  const all = { query: '{ kurApplications(first: 1) { nodes { id } } }' };
  expect((await gateway.ask(target, all, siti)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  expect((await gateway.ask(target, all)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  const banker = { subject: 'pairwise-eka', scopes: ['kur:decide'] };
  expect((await gateway.ask(target, all, banker)).data).toEqual({ kurApplications: { nodes: [] } });
});

test('over the wire a person is offered a loan, applies, and is checked by the bureau', async () => {
  const query = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant { kur { offer { token } } } } }`;
  const people = [{ __typename: 'Participant', id: siti.subject, workStatus: 'ENTREPRENEUR', certificateCount: 1 }];
  const { data } = await gateway.ask(target, { query, variables: { people } }, siti);
  const [{ kur: found }] = (data as { _entities: [{ kur: { offer: { token: string } } }] })._entities;
  const apply = `mutation ($offer: String!) { applyForKur(idempotencyKey: "1", input: { offer: $offer, amount: 4000000,
    termMonths: 12, purpose: WORKING_CAPITAL, consent: { purpose: CREDIT_CHECK, textVersion: "2026-11" } }) {
    application { id amount } refusal { code } } }`;
  const applied = await gateway.ask(target, { query: apply, variables: { offer: found.offer.token } }, siti);
  expect(applied.data).toEqual({
    applyForKur: { application: { id: expect.any(String), amount: 4_000_000 }, refusal: null },
  });
  const { id } = (applied.data as { applyForKur: { application: { id: string } } }).applyForKur.application;
  const status = { query: 'query ($id: ID!) { kurApplication(id: $id) { status } }', variables: { id } };
  await expect
    .poll(async () => (await gateway.ask(target, status, siti)).data)
    .toEqual({ kurApplication: { status: 'CHECKED' } });
});
