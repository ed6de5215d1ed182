import type { Fault } from './fault.ts';

export const gatewayFaults: readonly Fault[] = [
  {
    id: 'planner-alias',
    does: "The planner and the subgraphs see the client's aliases instead of the gateway's.",
    find: 'known = `${this.#rules.prefix}${this.#keys.size}`;',
    replace: 'known = key;',
    tests: ['gateway/aliases.test.ts'],
  },
  {
    id: 'fragment-limits',
    does: 'A fragment counts towards the limits once only, however often it is spread.',
    find: 'const known = this.#measured.get(name);',
    replace: 'const known = this.#measured.has(name) ? free : undefined;',
    tests: ['gateway/server.test.ts'],
  },
  {
    id: 'list-cost',
    does: 'The size of a list multiplies the cost of its items, but not of what is inside them.',
    find: 'return (variables) => length(variables) * (own + inner(variables));',
    replace: 'return (variables) => length(variables) * own + inner(variables);',
    tests: ['cost.test.ts'],
  },
  {
    id: 'token-audience',
    does: 'A token that was issued for another service is taken.',
    find: '{ issuer, audience, algorithms: [...algorithms], typ:',
    replace: '{ issuer, algorithms: [...algorithms], typ:',
    tests: ['gateway/caller.test.ts'],
  },
  {
    id: 'dpop-replay',
    does: 'A DPoP proof works a second time.',
    find: 'if (this.#used.has(id)) return false;',
    replace: '',
    tests: ['dpop.test.ts'],
  },
  {
    id: 'rate-account',
    does: 'All people of one client share one budget.',
    find: 'key: `person:${id}`',
    replace: 'key: `person:${client}`',
    tests: ['rate-limit.test.ts'],
  },
  {
    id: 'guard-rules',
    does: 'One of several access rules of a field is enough.',
    find: '!caller.isAnonymous && rules.every((rule)',
    replace: '!caller.isAnonymous && rules.some((rule)',
    tests: ['guard.test.ts'],
  },
  {
    id: 'answer-pruning',
    does: 'What a subgraph answers beyond what was asked stays in the answer that is joined.',
    find: 'return hasMore ? onlyAsked(object, selection) : object;',
    replace: 'return object;',
    tests: ['hostile-subgraph.test.ts'],
  },
  {
    id: 'error-masking',
    does: "The text of a subgraph's unexpected error is shown to the client.",
    find: 'isMeant(code, extensions))) return masked(error, log);',
    replace: 'true)) return masked(error, log);',
    tests: ['subgraph-failures.test.ts'],
  },
  {
    id: 'trusted-documents',
    does: 'Where trusted documents are required, any text is run that comes with its own hash.',
    find: "if (mode !== 'require' || caller.can(freeScope)) return query;",
    replace: "if (mode !== 'require' || hash !== undefined || caller.can(freeScope)) return query;",
    tests: ['trusted-documents.test.ts'],
  },
];

export const identityFaults: readonly Fault[] = [
  {
    id: 'client-scopes',
    does: "A client gets every scope that it asks for, whatever its organisation's kind may have.",
    find: 'return asked.filter((scope) => allowed.includes(scope));',
    replace: 'return [...asked];',
    tests: ['clients.test.ts'],
  },
  {
    id: 'code-once',
    does: 'A one-time code signs in as often as it is typed, until it expires.',
    find: 'update code set code_hash = null where phone_index = $1',
    replace: 'update code set code_hash = code_hash where phone_index = $1',
    tests: ['identity/sign-in.test.ts'],
  },
  {
    id: 'suspension-revokes',
    does: 'The tokens of a suspended client work again once it is resumed.',
    find: "if (status === 'SUSPENDED') await this.#revoke(clientId);",
    replace: '',
    tests: ['suspension.test.ts'],
  },
];
