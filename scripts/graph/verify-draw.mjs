// Verifies the published list of a draw by itself: it imports nothing of this repository but the files of draw/ beside
// it. Run it with any Node from 20.12 on, beside an installed @noble/curves: node verify-draw.mjs FILE
import { parseArgs } from 'node:util';
import { VerificationError } from './draw/hashes.mjs';
import { verifyList } from './draw/list.mjs';
import { readWitnesses, verifyWitnesses } from './draw/witnesses.mjs';

const HELP = `
npm run graph -- verify-draw FILE [--witnesses FILE]
npm run graph -- verify-draw --save FILE

Verifies the published list of a draw: the checkpoint, the Merkle root, the quotas, the beacon's signature, the seed,
the rank of every entry and every winner. Ends with 0 when all of it is right, with 1 and a sentence otherwise.
  --witnesses  organisations that you trust, each on a line: its verifier key, as it publishes it, and the address where
               it publishes what it signed. Without them nothing shows that the list was fixed before the round.
  --save       writes this verifier as one file that needs nothing beside it but Node
`;

const say = (sentence) => process.stdout.write(`verify-draw: ${sentence}\n`);

const DAY_SECONDS = 86_400;

const verify = async (file, witnessFile) => {
  const found = await verifyList(file);
  const { header, checkpoint, chain, isDrawn } = found;
  const { wave, entries, round, noticeSeconds } = checkpoint;
  const sentences = witnessFile
    ? await verifyWitnesses(found, readWitnesses(witnessFile))
    : ['not shown: that the list was fixed before the round; no witnesses were given'];
  if (chain.isTest) say('the beacon is a TEST one, whose key is public: this shows the arithmetic only');
  if (noticeSeconds < DAY_SECONDS) say(`the notice was ${noticeSeconds} s; a real draw gives 86,400 s`);
  for (const sentence of sentences) say(sentence);
  if (!isDrawn) return say(`wave ${wave}: ${entries} entries are frozen under this root; not drawn yet`);
  return say(
    `wave ${wave}: ${header.winners} winners of ${entries} entries are right; seed from round ${round} of ${chain.name}`,
  );
};

const options = { witnesses: { type: 'string' }, help: { type: 'boolean' } };
try {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [file] = positionals;
  if (values.help || !file) {
    process.stdout.write(HELP);
    process.exit(values.help ? 0 : 2);
  }
  await verify(file, values.witnesses);
} catch (error) {
  const sentence =
    error instanceof VerificationError ? `rejected: ${error.message}` : `cannot verify: ${error.message}`;
  process.stderr.write(`verify-draw: ${sentence}\n`);
  process.exit(1);
}
