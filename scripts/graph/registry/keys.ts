import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { keyIdOf, publicKeyText } from '../../../schema/registry/key.ts';
import { reasonOf } from '../../arguments.ts';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { table } from '../table.ts';
import { askerHelp, askerOptions, askRegistry, mutate, print, privateKeyOf, required } from './asker.ts';
import { pinKey, type RegisteredKey } from './pin.ts';

const help = `The keys that sign revisions of subgraphs and approve them.

  npm run graph -- keys new --key PEM
  npm run graph -- keys register --key PEM --for PUBLISHER|APPROVER [--organization ORG]
  npm run graph -- keys approve --id KEY
  npm run graph -- keys revoke --id KEY --reason TEXT
  npm run graph -- keys pin --id KEY --subgraph NAMES [--file FILE]
  npm run graph -- keys list

  new       makes a private Ed25519 key in a file of its own, which only you can read; nothing is sent
  register  proposes the public part of a key; the private one stays on this machine
  approve   approves a key that somebody else proposed, as an officer
  revoke    ends a key for ever
  pin       has the gateway believe a key, as its operator: compare the id with what its holder told you first
  list      the keys of your organisation, or all as an officer

  --organization ORG  whose it is (default: your organisation)
  --subgraph NAMES    what the key may speak of, with commas between them
  --file FILE         the gateway's PUBLISHER_KEYS (default: that of the running stack)
${askerHelp}
`;

interface Key extends RegisteredKey {
  proposedBy: string;
}

const HEADINGS = ['ORGANIZATION', 'ROLE', 'STATUS', 'PROPOSED BY', 'ID'];

const shown = (keys: readonly Key[]): string =>
  table([
    HEADINGS,
    ...keys.map(({ organization, role, status, proposedBy, id }) => [organization, role, status, proposedBy, id]),
  ]);

/** @throws UsageError where the file is there: a key is never written over */
const makeKey = (file: string): string => {
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${reasonOf(error)}`);
  }
  return keyIdOf(privateKey);
};

const string = { type: 'string' } as const;
const options = {
  key: string,
  for: string,
  id: string,
  reason: string,
  organization: string,
  subgraph: string,
  file: string,
  ...askerOptions,
} as const;

type Values = { [Name in keyof Omit<typeof options, 'json'>]?: string | undefined };

const changeOf = (action: 'register' | 'approve' | 'revoke', values: Values): [string, object] => {
  if (action === 'approve') return ['ApproveKey', { id: required(values.id, '--id') }];
  if (action === 'revoke') {
    return ['RevokeKey', { id: required(values.id, '--id'), reason: required(values.reason, '--reason') }];
  }
  const key = createPublicKey(privateKeyOf(required(values.key, '--key')));
  const role = required(values.for, '--for');
  if (!['PUBLISHER', 'APPROVER'].includes(role)) throw new UsageError('--for takes PUBLISHER or APPROVER');
  return ['RegisterKey', { input: { publicKey: publicKeyText(key), role, organization: values.organization ?? null } }];
};

export const command = graphCommand({
  help,
  options,
  actions: ['new', 'register', 'approve', 'revoke', 'pin', 'list'],
  run: async ({ json, ...values }, action) => {
    if (action === 'new') {
      const id = makeKey(required(values.key, '--key'));
      return print(json, { id }, `key ${id} is in ${values.key}\n`);
    }
    const ask = askRegistry(values);
    if (action === 'list' || action === 'pin') {
      const { publisherKeys } = await ask<{ publisherKeys: { nodes: Key[] } }>('ListKeys', { first: 100 });
      if (action === 'list') return print(json, publisherKeys.nodes, shown(publisherKeys.nodes));
      return print(json, pinKey(publisherKeys.nodes, values), `the gateway believes ${values.id}\n`);
    }
    const [name, variables] = changeOf(action, values);
    const { key } = await mutate<{ key: Key }>(ask, name, variables);
    print(json, key, shown([key]));
  },
});
