import { readFileSync } from 'node:fs';
import { parse, validate } from 'graphql';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { readSamples } from '../../gateway/explorer/samples.ts';
import { stepAt, totpAt } from '../../gateway/identity/totp.ts';
import { readAudiences } from '../../gateway/supergraph.ts';
import { roles } from '../../scripts/roles.ts';
import { OFFICER_EMAIL } from '../../scripts/stack/developer.data.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { signToken } from '../../scripts/stack/token.ts';
import { startChromium, type TestChromium } from './browser.ts';
import { type ExplorerPage, explorerOf } from './explorer.page.ts';
import { startWire } from './wire.ts';

const { url, data } = inject('stack');
const graphs = readAudiences(readFileSync('schema/supergraph.graphql', 'utf8'));
/** What everyone is shown. */
const samples = (await readSamples('schema/operations')).filter(
  ({ query }) => validate(graphs.public.schema, parse(query)).length === 0,
);
const nameOf = (query: string) => /^(?:query|mutation|subscription) (\w+)/m.exec(query)?.[1] ?? '';
const names = samples.map(({ query }) => nameOf(query));

let chromium: TestChromium;
let page: Page;
let explorer: ExplorerPage;
let problems: string[];

beforeEach(async () => {
  problems = [];
  chromium = await startChromium();
  page = await chromium.context.newPage();
  explorer = explorerOf(page);
  // What the security policy blocks is written to the console.
  page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())));
  page.on('pageerror', (error) => void problems.push(error.message));
});
afterEach(async () => {
  await chromium.stop();
  expect(problems).toEqual([]);
});

const officerToken = () => {
  const { issuer } = readStackFile(data);
  const claims = { issuer, subject: 'synthetic-officer', role: 'officer', scopes: roles.officer ?? [] };
  return signToken(readSecrets(data).tokenKey, claims);
};

test('the first click on Run answers, without a word typed, and so does the first one on each tab', async () => {
  await explorer.open(url);
  expect(await explorer.tabs()).toEqual(names);
  await explorer.run();
  await explorer.answers('"Cyber security"');
  expect(await explorer.answer()).not.toContain('"errors"');
  for (const { query, variables = '' } of samples) {
    const name = nameOf(query);
    await explorer.clickTab(name);
    const [variable] = Object.keys(JSON.parse(variables));
    await expect.poll(() => explorer.variables()).toContain(variable ? `"${variable}"` : '{}');
    await explorer.run();
    const isPublic = query.includes('# Public');
    await explorer.answers(isPublic ? /"data"/ : /"code": "[A-Z_]+"/);
    if (isPublic) expect(await explorer.answer()).not.toContain('"errors"');
  }
}, 300_000);

interface TabState {
  tabs: { title: string; query: string }[];
  activeTabIndex: number;
}
/** What the browser keeps for a reload, which GraphiQL writes half a second after a change. */
const keptTabs = async (): Promise<TabState> =>
  JSON.parse(await page.evaluate('localStorage["prakerja:graphiql:tabState"]'));

test('a reload keeps the tabs, the open one, and what was typed', async () => {
  await explorer.open(url);
  const kept = names.slice(0, -1);
  await explorer.closeTab(names.at(-1) ?? '');
  await explorer.clickTab('WaveDashboard');
  await explorer.typeAtTop('# typed by hand\n');
  await expect.poll(async () => (await keptTabs()).tabs.map(({ title }) => title)).toEqual(kept);
  const dashboard = async () => (await keptTabs()).tabs.find(({ title }) => title === 'WaveDashboard');
  await expect.poll(async () => (await dashboard())?.query).toContain('# typed by hand');
  await page.reload();
  await explorer.ready();
  expect(page.url()).toBe(url);
  expect(await explorer.tabs()).toEqual(kept);
  expect(await explorer.openTab()).toBe('WaveDashboard');
  expect(await explorer.query()).toContain('# typed by hand');
  expect(await explorer.variables()).toContain('"number"');
  await explorer.run();
  await explorer.answers('"funnel"');
});

test('a pasted token is sent until the window is closed or it is removed', async () => {
  await explorer.open(url);
  const paste = async (button: string, text = '') => {
    await page.getByRole('button', { name: 'Token', exact: true }).click();
    await page.getByLabel('Access token').fill(text);
    // Another token may be shown another schema, so the page is loaded anew.
    const loaded = page.waitForEvent('load');
    await page.getByRole('button', { name: button }).click();
    await loaded;
    await explorer.ready();
  };
  await paste('Use token', `Bearer ${await officerToken()}\n`);
  expect(await explorer.status()).toMatch(/^Token of synthetic-officer, until \d/);
  expect(await explorer.tabs()).toEqual(expect.arrayContaining(['AnnounceWave', 'ParticipantJourney']));
  await explorer.clickTab('ParticipantJourney');
  await explorer.run();
  await explorer.answers('"workStatus"');
  await page.reload();
  await explorer.ready();
  expect(await explorer.status()).toMatch(/^Token of synthetic-officer/);
  expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('eyJ');

  const other = await chromium.context.newPage();
  await explorerOf(other).open(url);
  expect(await explorerOf(other).status()).toBe('No token: public data only');
  await other.close();

  await paste('Remove token');
  expect(await explorer.status()).toBe('No token: public data only');
  expect(await explorer.tabs()).not.toContain('AnnounceWave');
  await explorer.clickTab('ParticipantJourney');
  await explorer.run();
  await explorer.answers('"UNAUTHENTICATED"');
});

test('an officer signs in and is back in the explorer with a token', async () => {
  const { officer } = readSecrets(data);
  await explorer.open(url);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Officers: sign in by e-mail' }).click();
  await page.getByLabel('E-mail').fill(OFFICER_EMAIL);
  await page.getByLabel('Password').fill(officer.password);
  await page.getByRole('button', { name: 'Continue' }).click();
  const code = totpAt(Buffer.from(officer.totpSecret, 'base64url'), stepAt(new Date()));
  await page.getByLabel('Code of your authenticator app').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
  await explorer.ready();
  await expect.poll(() => explorer.status()).toMatch(/^Token of synthetic-officer, until \d/);
  expect(page.url()).toBe(url);
  await explorer.clickTab('ParticipantJourney');
  await explorer.run();
  await explorer.answers('"workStatus"');
});

test('the first load is at most 2.0 MB on the wire, the second asks for the page alone', async () => {
  const wire = await startWire(Number(new URL(url).port));
  const through = `http://localhost:${wire.port}/graphql`;
  const settled = async () => {
    await explorer.open(through);
    // The editor starts its workers a while after it is shown.
    await expect.poll(() => page.workers().length).toBe(3);
    await page.waitForLoadState('networkidle');
    return wire.take();
  };
  const first = await settled();
  console.log(`explorer: ${first.bytes} bytes on the first load, in ${first.paths.length} requests`);
  expect(first.bytes).toBeLessThanOrEqual(2_000_000);
  expect(first.paths.filter((path) => path.endsWith('.worker.js'))).toHaveLength(3);
  const second = await settled();
  console.log(`explorer: ${second.bytes} bytes on the second load`);
  expect(second.paths).toEqual(['/graphql']);
  expect(second.bytes).toBeLessThan(2000);
  wire.stop();
});
