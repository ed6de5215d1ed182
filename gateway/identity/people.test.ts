import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as oauth from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { frontend, officer, siti, startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import {
  beginLogin,
  callbackOf,
  redeem,
  signInOfficer,
  signInParticipant,
  totpNow,
} from '../../tests/testkit/login.ts';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
});
afterAll(() => identity.stop());

test('a participant signs in with phone and code, and gets a token of ten minutes for the graph', async () => {
  const { tokens } = await signInParticipant(identity, 'openid self participant:read');
  const claims = decodeJwt(tokens.access_token);
  expect(claims).toMatchObject({
    iss: identity.issuer,
    aud: 'prakerja-graph',
    sub: siti.subject,
    azp: frontend.id,
    scope: 'self',
  });
  expect(claims.org).toBeUndefined();
  expect(Number(claims.exp) - Number(claims.iat)).toBe(600);
  expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
});

test('an officer signs in with e-mail, password and TOTP; the token names the organisation', async () => {
  const { tokens } = await signInOfficer(identity, 'openid participant:read wave:announce self alumni:search');
  expect(decodeJwt(tokens.access_token)).toMatchObject({
    sub: officer.subject,
    org: officer.organizationId,
    scope: 'participant:read wave:announce',
  });
});

test('a TOTP code lets in once', async () => {
  identity.clock.advance(60_000);
  const code = totpNow(identity);
  await signInOfficer(identity, 'openid');
  const login = await beginLogin(identity);
  await login.browser.post(login.url, { step: 'password', email: officer.email, password: officer.password });
  const answer = await login.browser.post(login.url, { step: 'totp', code });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('The code is wrong. 4 tries are left.');
});

test('without S256 there is no sign-in', async () => {
  const config = (await beginLogin(identity)).config;
  const ask = async (parameters: Record<string, string>) => {
    const url = oauth.buildAuthorizationUrl(config, {
      redirect_uri: frontend.redirectUri,
      scope: 'openid',
      ...parameters,
    });
    const answer = await fetch(url, { redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? '').searchParams.get('error');
  };
  expect(await ask({})).toBe('invalid_request');
  expect(await ask({ code_challenge: 'a'.repeat(43), code_challenge_method: 'plain' })).toBe('invalid_request');
});

test('an unknown redirect gets a page, never a redirect', async () => {
  const { config } = await beginLogin(identity);
  const url = oauth.buildAuthorizationUrl(config, { redirect_uri: 'https://evil.example/', scope: 'openid' });
  const answer = await fetch(url, { redirect: 'manual', headers: { 'accept-language': 'id' } });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('<html lang="id">');
});

test('a code is redeemed once', async () => {
  const login = await beginLogin(identity);
  identity.clock.advance(31_000);
  await login.browser.post(login.url, { step: 'phone', phone: siti.phone });
  const answer = await login.browser.post(login.url, { step: 'code', code: identity.sent.at(-1)?.code ?? '' });
  const callback = await callbackOf(login, answer);
  const exchange = () => oauth.authorizationCodeGrant(login.config, callback, { pkceCodeVerifier: login.verifier });
  const outcomes = await Promise.allSettled([exchange(), exchange()]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(exchange()).rejects.toThrow();
});

test('a refresh token is used once; using it again ends the family', async () => {
  identity.clock.advance(31_000);
  const { login, tokens } = await signInParticipant(identity);
  const first = tokens.refresh_token ?? '';
  const next = await oauth.refreshTokenGrant(login.config, first);
  expect(decodeJwt(next.access_token)).toMatchObject({ sub: siti.subject, scope: 'self' });
  await expect(oauth.refreshTokenGrant(login.config, first)).rejects.toMatchObject({ error: 'invalid_grant' });
  await expect(oauth.refreshTokenGrant(login.config, next.refresh_token ?? '')).rejects.toMatchObject({
    error: 'invalid_grant',
  });
});

test('a revoked refresh token brings no further token', async () => {
  identity.clock.advance(31_000);
  const { login, tokens } = await signInParticipant(identity);
  await oauth.tokenRevocation(login.config, tokens.refresh_token ?? '');
  await expect(oauth.refreshTokenGrant(login.config, tokens.refresh_token ?? '')).rejects.toMatchObject({
    error: 'invalid_grant',
  });
});

test('who may have none of the scopes is denied, and who cancels too', async () => {
  identity.clock.advance(31_000);
  const login = await beginLogin(identity, 'participant:read');
  await login.browser.post(login.url, { step: 'phone', phone: siti.phone });
  const code = identity.sent.at(-1)?.code ?? '';
  const denied = await callbackOf(login, await login.browser.post(login.url, { step: 'code', code }));
  expect(denied.searchParams.get('error')).toBe('access_denied');
  const other = await beginLogin(identity);
  const cancelled = await callbackOf(other, await other.browser.post(other.url, { step: 'cancel' }));
  expect(cancelled.searchParams.get('error')).toBe('access_denied');
});

test('the person’s session lasts for the next sign-in, and ends when an account is suspended', async () => {
  identity.clock.advance(60_000);
  const { login, tokens } = await signInOfficer(identity, 'openid participant:read');
  const again = await beginLogin(identity, 'openid participant:read', login.browser);
  expect(again.url.href).toContain(`${frontend.redirectUri}?code=`);
  await identity.clients.setOrganizationStatus(officer.organizationId, 'SUSPENDED', { version: 2, at: new Date() });
  await expect(oauth.refreshTokenGrant(login.config, tokens.refresh_token ?? '')).rejects.toMatchObject({
    error: 'invalid_grant',
  });
  const afterwards = await beginLogin(identity, 'openid participant:read', login.browser);
  expect(afterwards.url.pathname).toMatch(/^\/login\//);
  await identity.clients.setOrganizationStatus(officer.organizationId, 'ACTIVE', { version: 3, at: new Date() });
});

test('signing in as someone else in the same browser ends the first session', async () => {
  identity.clock.advance(60_000);
  const { login } = await signInOfficer(identity, 'openid');
  const config = login.config;
  const url = oauth.buildAuthorizationUrl(config, {
    redirect_uri: frontend.redirectUri,
    scope: 'openid self',
    prompt: 'login',
    code_challenge: await oauth.calculatePKCECodeChallenge(login.verifier),
    code_challenge_method: 'S256',
  });
  const page = await login.browser.request(url);
  const next = { ...login, url: new URL(page.headers.get('location') ?? '', page.url) };
  await next.browser.post(next.url, { step: 'phone', phone: siti.phone });
  const answer = await next.browser.post(next.url, { step: 'code', code: identity.sent.at(-1)?.code ?? '' });
  const resumed = await next.browser.request(new URL(answer.headers.get('location') ?? '', next.url));
  const form = await resumed.text();
  const action = /action="([^"]+)"/.exec(form)?.[1] ?? '';
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
  const signedOut = await next.browser.post(action, { xsrf, logout: 'yes' });
  const tokens = await redeem(next, signedOut);
  expect(decodeJwt(tokens.access_token).sub).toBe(siti.subject);
});
