import { canaryPurpose, MOST_CANARY_SHARE } from '../../../schema/registry/statement.ts';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import type { Ask } from '../wave/ask.ts';
import { askerHelp, askerOptions, askRegistry, print, privateKeyOf, required, signed } from './asker.ts';
import { exitBy, judged, judgedText, type StatedRevision, statementOf } from './revisions.ts';

const help = `Lets a share of the callers meet a checked revision that somebody else published, before all do.

  npm run graph -- canary set --id REVISION --share N --key PEM
  npm run graph -- canary promote --id REVISION --key PEM
  npm run graph -- canary withdraw --id REVISION

  set       begins with N percent of the callers, the same ones until it ends, or raises its share to N
  promote   makes it live for everybody; the same as npm run graph -- approve
  withdraw  takes it back: everybody meets what is live. Gateways do it by themselves when it fails

  --id REVISION  id of the revision; npm run graph -- status lists them
  --share N      percent of the callers, 1 to ${MOST_CANARY_SHARE}
  --key PEM      file with your private Ed25519 key, of the role APPROVER: the share is signed, too
${askerHelp}
`;

const string = { type: 'string' } as const;
const options = { id: string, share: string, key: string, ...askerOptions } as const;
type Values = { [Name in keyof Omit<typeof options, 'json'>]?: string | undefined };

const shareOf = (text: string | undefined): number => {
  const share = Number(text);
  if (Number.isInteger(share) && share >= 1 && share <= MOST_CANARY_SHARE) return share;
  throw new UsageError(`--share takes a number from 1 to ${MOST_CANARY_SHARE}`);
};

const callOf = async (ask: Ask, action: 'set' | 'promote' | 'withdraw', values: Values) => {
  const id = required(values.id, '--id');
  const share = action === 'set' ? shareOf(values.share) : 0;
  const key = action === 'withdraw' ? undefined : privateKeyOf(required(values.key, '--key'));
  const { subgraphRevision: found } = await ask<{ subgraphRevision: StatedRevision | null }>('OneRevision', { id });
  if (!found) throw new Error(`there is no revision ${id}`);
  if (!key) return { found, call: ['WithdrawCanary', { id }] as [string, object] };
  const signing = signed(key, statementOf(found), action === 'set' ? canaryPurpose(share) : 'approver');
  const call = action === 'set' ? ['SetCanaryShare', { id, share, ...signing }] : ['Approve', { id, ...signing }];
  return { found, call: call as [string, object] };
};

export const command = graphCommand({
  help,
  options,
  actions: ['set', 'promote', 'withdraw'],
  run: async ({ json, ...values }, action) => {
    const ask = askRegistry(values);
    const { found, call } = await callOf(ask, action, values);
    // A check that takes longer than a request may leaves it CHECKED until it is over.
    const passing = action === 'set' ? ['CHECKED'] : ['APPROVED'];
    const revision = await judged(ask, call, { ...found, passing });
    print(json, revision, judgedText(revision));
    exitBy(revision);
  },
});
