import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { createCallerVerifier } from './caller.ts';
import { callerKeys } from './request-signature.ts';

const secret = Buffer.alloc(32, 7).toString('base64url');
const verify = createCallerVerifier({ subgraph: 'pmo', secret });

interface Assertion {
  audience?: string;
  issuer?: string;
  expires?: number;
  key?: string;
  claims?: { scope: string; org?: string } | undefined;
}

const own = { scope: 'self participant:read' };

const sign = ({ audience = 'pmo', issuer = 'gateway', expires = 60, key = secret, claims = own }: Assertion) =>
  new SignJWT({ sub: 'siti', ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setExpirationTime(Math.floor(Date.now() / 1_000) + expires)
    .sign(callerKeys(key).assertion);

test('a caller has the id and the scopes that the gateway vouches for', async () => {
  const caller = await verify(await sign({}));
  expect(caller.id).toBe('siti');
  expect(caller.can('participant:read')).toBe(true);
  expect(caller.can('wave:announce')).toBe(false);
});

test('a scope that organisations hold opens nothing to a token without an organisation', async () => {
  const scope = 'self enrollment:read ledger:read alumni:search client:rotate disbursement:settle';
  const held = async (claims: Assertion['claims']) => {
    const caller = await verify(await sign({ claims }));
    return scope.split(' ').filter((name) => caller.can(name));
  };
  expect(await held({ scope })).toEqual(['self']);
  expect(await held({ scope, org: 'organization-1' })).toEqual(scope.split(' '));
});

test.each<[string, Assertion]>([
  ['another subgraph', { audience: 'payments' }],
  ['an unknown issuer', { issuer: 'someone' }],
  ['the past', { expires: -1 }],
  ['a foreign key', { key: Buffer.alloc(32, 8).toString('base64url') }],
])('an assertion of %s is refused', async (_name, facts) => {
  await expect(verify(await sign(facts))).rejects.toThrow('This service answers the gateway only');
});

test('unsigned and missing assertions are refused', async () => {
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`;
  for (const assertion of [undefined, '', 'x', unsigned])
    await expect(verify(assertion)).rejects.toThrow('gateway only');
});

test('a remembered assertion still expires', async () => {
  const assertion = await sign({ expires: 1 });
  expect((await verify(assertion)).id).toBe('siti');
  await new Promise((done) => setTimeout(done, 2_000));
  await expect(verify(assertion)).rejects.toThrow('gateway only');
});
