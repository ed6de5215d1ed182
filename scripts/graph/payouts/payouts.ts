import { randomUUID } from 'node:crypto';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { dataOption } from '../places.ts';
import { type Ask, askAs } from '../wave/ask.ts';
import { describeBatch, listBatches, readBatch, watchBatch } from './batches.ts';

const help = `
npm run graph -- payouts ACTION [--id BATCH] [--as NAME] [--data DIR]

Makes, approves and watches batches of payouts as the treasury, and shows how far they are.
  list      the newest batches
  show      one batch: --id BATCH
  create    of what is due: --wave N, --entitlement INCENTIVE|SURVEY and --partner CODE choose; who waits for a decision of
            the programme office is asked about, and counted
  approve   by somebody other than its maker: --id BATCH --as NAME
  watch     shows a batch until it waits for somebody or is over: --id BATCH
Payouts go on when this command is stopped: watch shows them again.

  --as      whom the token of a running stack names (default synthetic-treasury)
  --data    the data directory of a running stack, whose treasury it is (default .data)

Without --data, GRAPH_TOKEN in the environment is an access token of the treasury and GRAPH_URL the gateway
(http://localhost:4000/graphql unless set). A gateway that requires trusted documents knows what is asked.
`;

const FILE = 'schema/commands/payouts.graphql';

interface DoneAnswer {
  done: {
    batch: { id: string } | null;
    waiting?: { because: string; count: number }[] | null;
    refusal: { code: string; message: string } | null;
  };
}

const checked = ({ done }: DoneAnswer): DoneAnswer['done'] => {
  if (done.refusal) throw new Error(`${done.refusal.message} (${done.refusal.code})`);
  return done;
};

interface Choice {
  wave?: string | undefined;
  entitlement?: string | undefined;
  partner?: string | undefined;
}

/** Makes a batch; returns its id, null when everything waits. */
const create = async (ask: Ask, { wave, entitlement, partner }: Choice): Promise<string | null> => {
  if (wave !== undefined && !/^\d{1,6}$/.test(wave)) throw new UsageError('--wave takes the number of a wave');
  const filter = { wave: wave === undefined ? null : Number(wave), entitlement, partner };
  const { batch, waiting } = checked(await ask<DoneAnswer>('CreateBatch', { filter, key: randomUUID() }));
  for (const { because, count } of waiting ?? []) process.stdout.write(`${count} payouts wait: ${because}\n`);
  return batch?.id ?? null;
};

const string = { type: 'string' } as const;

export const command = graphCommand({
  help,
  options: { id: string, wave: string, entitlement: string, partner: string, as: string, ...dataOption },
  actions: ['list', 'show', 'create', 'approve', 'watch'],
  run: async ({ id: given, data, as: subject = 'synthetic-treasury', ...choice }, action) => {
    const ask = askAs({ file: FILE, role: 'treasury', subject, data });
    if (action === 'list') {
      for (const batch of await listBatches(ask)) process.stdout.write(describeBatch(batch));
      return;
    }
    if (action !== 'create' && given === undefined) throw new UsageError('--id takes the id of a batch');
    const id = action === 'create' ? await create(ask, choice) : (given ?? '');
    if (id === null) return;
    if (action === 'approve') checked(await ask<DoneAnswer>('ApproveBatch', { id }));
    process.stdout.write(describeBatch(action === 'show' ? await readBatch(ask, id) : await watchBatch(ask, id)));
  },
});
