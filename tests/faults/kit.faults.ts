import type { Fault } from './fault.ts';

export const kitFaults: readonly Fault[] = [
  {
    id: 'page-end',
    does: 'A full page says that another follows, although it is the last one.',
    find: 'hasNextPage: rows.length > page.first,',
    replace: 'hasNextPage: rows.length >= page.first,',
    tests: ['page.test.ts'],
  },
  {
    id: 'idempotency-body',
    does: 'A key that was used for another call answers what that call did.',
    find: 'if (!rows[0]?.isSame) throw refusals.reused();',
    replace: '',
    tests: ['idempotency.test.ts'],
  },
  {
    id: 'inbox-signature',
    does: 'An event is taken from anybody who knows the name of a publisher.',
    find: "secret === undefined ? 'unknown source' : signatureFault(secret, request.headers, text)",
    replace: "secret === undefined ? 'unknown source' : null",
    tests: ['inbox.test.ts'],
  },
  {
    id: 'audit-chain',
    does: 'The audit entries of one batch all follow the same entry, so that one can be taken out unnoticed.',
    find: 'hashOf(hashes.at(-1) ?? head.hash, place)',
    replace: 'hashOf(head.hash, place)',
    tests: ['chain.test.ts'],
  },
  {
    id: 'vault-place',
    does: "A sealed value opens in another row of the same person's.",
    find: '${table}\\0${column}\\0${rowId}',
    replace: '${table}\\0${column}',
    tests: ['vault/vault.test.ts'],
  },
  {
    id: 'gather-alone',
    does: 'One call that PostgreSQL refuses takes down all calls that were gathered with it.',
    find: 'if (batch.length > 1 && isRolledBack(error))',
    replace: 'if (batch.length > 1 && !isRolledBack(error))',
    tests: ['gather.test.ts'],
  },
  {
    id: 'request-life',
    does: 'A mutation that has begun is cut off when its client leaves.',
    find: 'if (this.#goesOn) return;',
    replace: '',
    tests: ['request-life.test.ts'],
  },
  {
    id: 'access-log',
    does: "A person's own reads of their identity are not in the access log.",
    find: 'await recordAccess(this.#options.database, own, facts);',
    replace: '',
    tests: ['identity-reads.test.ts'],
  },
  {
    id: 'typed-text',
    does: 'Invisible characters stay in what people type.',
    find: ".replace(unseen, '')",
    replace: '',
    tests: ['typed-text.test.ts'],
  },
];
