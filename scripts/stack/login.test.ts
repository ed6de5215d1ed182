import { expect, test } from 'vitest';
import { officerLogin, participantLogin } from './login.ts';

const facts = { issuer: 'http://localhost:4010', scopes: ['self'], data: '.data' };
const secrets = { officer: { password: 'secret', totpSecret: Buffer.alloc(20, 1).toString('base64url') } };

const addressIn = (lines: readonly string[]) =>
  new URL(
    lines
      .find((line) => line.startsWith('Open'))
      ?.split(/\s+/)
      .at(-1) ?? '',
  ).searchParams;

test('the officer’s address opens the form of officers, the participant’s that of phones', () => {
  const officers = addressIn(officerLogin(facts, secrets as never));
  expect([officers.get('login_hint'), officers.get('scope')]).toEqual(['officer', 'openid self']);
  expect(addressIn(participantLogin(facts, '+6284123456789')).get('login_hint')).toBeNull();
});
