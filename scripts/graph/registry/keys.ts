import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { keyIdOf, publicKeyText } from '../../../schema/registry/key.ts';
import { reasonOf } from '../../arguments.ts';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { table } from '../table.ts';
import { askerHelp, askerOptions, askRegistry, mutate, print, privateKeyOf, required } from './asker.ts';
import { pinKey } from './pin.ts';

const help = `The keys that sign revisions of subgraphs and approve them.

  npm run graph -- keys new --key PEM
  npm run graph -- keys register --key PEM --for PUBLISHER|APPROVER [--organization ORG]
  npm run graph -- keys approve --id KEY
  npm run graph -- keys revoke --id KEY --reason TEXT
  npm run graph -- keys list
  npm run graph -- keys pin --key PEM|--public TEXT --organization ORG --subgraphs NAMES [--person NAME] --data DIR|--file FILE

  new       makes a private Ed25519 key in a file of its own, which only you can read; nothing is sent
  register  proposes the public part of a key; the private one stays on this machine
  approve   approves a key that somebody else proposed, as an officer
  revoke    ends a key for ever
  list      the keys of your organisation, or all as an officer
  pin       has the gateway of a running stack, or whose list is FILE, believe a publisher's key for its subgraphs; what
            the registry approves is not enough. Take it from people

  --organization ORG  whose it is (default: your organisation)
${askerHelp}
`;

interface Key {
  id: string;
  organization: string;
  role: string;
  status: string;
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
  public: string,
  subgraphs: string,
  person: string,
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
  actions: ['new', 'register', 'approve', 'revoke', 'list', 'pin'],
  run: async ({ json, ...values }, action) => {
    if (action === 'new') {
      const id = makeKey(required(values.key, '--key'));
      return print(json, { id }, `key ${id} is in ${values.key}\n`);
    }
    if (action === 'pin') {
      const id = pinKey(values);
      return print(json, { id }, `key ${id} is believed for ${values.subgraphs}\n`);
    }
    const ask = askRegistry(values);
    if (action === 'list') {
      const { publisherKeys } = await ask<{ publisherKeys: { nodes: Key[] } }>('ListKeys', { first: 100 });
      return print(json, publisherKeys.nodes, shown(publisherKeys.nodes));
    }
    const [name, variables] = changeOf(action, values);
    const { key } = await mutate<{ key: Key }>(ask, name, variables);
    print(json, key, shown([key]));
  },
});
