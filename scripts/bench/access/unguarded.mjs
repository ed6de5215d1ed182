// For the benchmark only: puts pass-through parts in the place of those that authenticate, sign and guard. The
// product has no switch for it; a module hook of this one process answers their names with these texts.
import { registerHooks } from 'node:module';

const everyone = `{ id: 'bench', org: null, client: null, can: () => true }`;

const parts = {
  // No token is read: nobody is verified, and whoever asks holds every scope.
  '/gateway/caller.ts': `
    const caller = { expiresAt: Number.POSITIVE_INFINITY, isAnonymous: false, id: 'bench', client: undefined,
      token: {}, can: () => true, assertionFor: () => '-' };
    export const anonymous = caller;
    export const Caller = Object;
    export const createAuthenticate = () => () => caller;`,
  '/gateway/guard.ts': `
    export const readGuards = () => new Map();
    export const allows = () => true;
    export const refusalOf = () => undefined;`,
  '/subgraphs/kit/request-signature.ts': `
    import { createSecretKey } from 'node:crypto';
    const key = createSecretKey(Buffer.alloc(32));
    export const callerKeys = () => ({ assertion: key, request: key });
    export const createRequestSigner = () => () => '-';
    export const createRequestVerifier = () => () => undefined;`,
  '/subgraphs/kit/caller.ts': `
    const caller = ${everyone};
    export const anonymous = caller;
    export const callerRefused = () => new Error();
    export const createCallerVerifier = () => async () => caller;`,
};

registerHooks({
  load(url, context, nextLoad) {
    const source = Object.entries(parts).find(([end]) => url.endsWith(end))?.[1];
    return source ? { format: 'module', source, shortCircuit: true } : nextLoad(url, context);
  },
});
