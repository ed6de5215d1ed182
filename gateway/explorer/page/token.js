/** The key of the token, which this window alone keeps until it is closed. */
const place = 'prakerja:token';

export const heldToken = () => sessionStorage.getItem(place) ?? undefined;

/** Keeps a token, with or without the word that stands before it in a header; an empty one is forgotten. */
export const holdToken = (text) => {
  const token = text.trim().replace(/^(authorization:\s*)?bearer\s+/i, '');
  if (token === '') sessionStorage.removeItem(place);
  else sessionStorage.setItem(place, token);
};

/** What a token says of itself; undefined for one that is not a JWT. */
const claimsOf = (token) => {
  try {
    const bytes = Uint8Array.from(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')), (each) =>
      each.charCodeAt(0),
    );
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
};

/** Says in a few words whose token it is and how long it holds. */
export const describeToken = (token) => {
  const { sub, exp } = claimsOf(token) ?? {};
  if (!sub || !exp) return 'Token set';
  const until = new Date(exp * 1000);
  const time = until.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return until < new Date() ? `Token of ${sub} expired at ${time}` : `Token of ${sub}, until ${time}`;
};

/** Sends the held token with every request to the graph that brings none of its own. */
export const addTokenToRequests = () => {
  const send = globalThis.fetch.bind(globalThis);
  globalThis.fetch = (target, options = {}) => {
    const token = heldToken();
    const url = new URL(target instanceof Request ? target.url : target, location.href);
    const headers = new Headers(options.headers);
    if (
      !token ||
      url.origin !== location.origin ||
      url.pathname !== location.pathname ||
      headers.has('authorization')
    ) {
      return send(target, options);
    }
    headers.set('authorization', `Bearer ${token}`);
    return send(target, { ...options, headers });
  };
};
