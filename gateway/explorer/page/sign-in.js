import { holdToken } from './token.js';

/** What has to be known again when the browser comes back from the issuer. */
const place = 'prakerja:sign-in';

const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

const pageAddress = () => location.origin + location.pathname;

const endpointsOf = async ({ issuer }) => {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  const { authorization_endpoint: authorization, token_endpoint: token } = await response.json();
  return { authorization, token };
};

/** Leaves the page for the issuer: authorization code with PKCE (RFC 7636). */
export const startSignIn = async (signIn) => {
  const started = { verifier: random(), state: random() };
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(started.verifier));
  const { authorization } = await endpointsOf(signIn);
  sessionStorage.setItem(place, JSON.stringify(started));
  const parameters = {
    client_id: signIn.clientId,
    response_type: 'code',
    redirect_uri: pageAddress(),
    scope: signIn.scope,
    state: started.state,
    code_challenge: base64url(challenge),
    code_challenge_method: 'S256',
    // Who signs in is asked every time: a developer is an officer now and a participant a minute later.
    prompt: 'login',
  };
  location.assign(`${authorization}?${new URLSearchParams(parameters)}`);
};

const exchange = async (signIn, { code, verifier }) => {
  const { token } = await endpointsOf(signIn);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: signIn.clientId,
    redirect_uri: pageAddress(),
    code,
    code_verifier: verifier,
  });
  const response = await fetch(token, { method: 'POST', body });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error_description ?? answer.error);
  return answer.access_token;
};

/** Takes the token when the browser comes back from the issuer; returns what went wrong, undefined when nothing did. */
export const finishSignIn = async (signIn) => {
  const answer = new URLSearchParams(location.search);
  const started = JSON.parse(sessionStorage.getItem(place) ?? 'null');
  if (!signIn || !started || answer.get('state') !== started.state) return undefined;
  sessionStorage.removeItem(place);
  history.replaceState(null, '', location.pathname);
  try {
    if (!answer.has('code')) throw new Error(answer.get('error_description') ?? answer.get('error'));
    holdToken(await exchange(signIn, { code: answer.get('code'), verifier: started.verifier }));
    return undefined;
  } catch (error) {
    return `Signing in failed: ${error.message}`;
  }
};
