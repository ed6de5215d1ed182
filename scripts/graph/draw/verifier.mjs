// The program verify-draw.mjs: what it takes, what it says, and how it ends.
import { parseArgs } from 'node:util';
import { VerificationError } from './hashes.mjs';
import { verifyList } from './list.mjs';
import { readAuthorities, stampsIn, verifyStamps } from './stamps.mjs';
import { readWitnesses, verifyWitnesses } from './witnesses.mjs';

const HELP = `
npm run graph -- verify-draw FILE [--witnesses FILE] [--authorities FILE]
npm run graph -- verify-draw --save FILE

Verifies the published list of a draw: the checkpoint, the Merkle root, the quotas, the beacon's signature, the seed,
the rank of every entry and every winner. Ends with 0 when all of it is right, with 1 and a sentence otherwise.
  --witnesses  organisations that you trust, each on a line: its verifier key, as it publishes it, and the address where
               it publishes what it signed. Without them nothing shows that the list was fixed before the round.
  --authorities  certificates (PEM) of time-stamping authorities that you trust, or of the units which sign for them: the
               time stamps in the list are checked against these. They are evidence beside witnesses, and replace none.
  --save       writes this verifier as one file that needs nothing beside it but Node
`;

const DAY_SECONDS = 86_400;

/** What the reader is told of time stamps. */
const stampSentences = (found, authorityFile) => {
  if (authorityFile) return verifyStamps(found, readAuthorities(authorityFile));
  const count = stampsIn(found.header).length;
  return count === 0 ? [] : [`not checked: ${count} time stamps; no authorities were given`];
};

const verify = async (file, { witnesses: witnessFile, authorities: authorityFile }, say) => {
  const found = await verifyList(file);
  const { header, checkpoint, chain, isDrawn } = found;
  const { wave, entries, round, noticeSeconds } = checkpoint;
  const sentences = witnessFile
    ? await verifyWitnesses(found, readWitnesses(witnessFile))
    : ['not shown: that the list was fixed before the round; no witnesses were given'];
  if (chain.isTest) say('the beacon is a TEST one, whose key is public: this shows the arithmetic only');
  if (noticeSeconds < DAY_SECONDS) say(`the notice was ${noticeSeconds} s; a real draw gives 86,400 s`);
  for (const sentence of [...sentences, ...stampSentences(found, authorityFile)]) say(sentence);
  if (!isDrawn) return say(`wave ${wave}: ${entries} entries are frozen under this root; not drawn yet`);
  return say(
    `wave ${wave}: ${header.winners} winners of ${entries} entries are right; seed from round ${round} of ${chain.name}`,
  );
};

const options = { witnesses: { type: 'string' }, authorities: { type: 'string' }, help: { type: 'boolean' } };

/**
 * Runs the verifier with its arguments; what it says goes to two streams, a refusal to the second.
 * @returns the exit code
 */
export const runVerifier = async (args, { stdout, stderr }) => {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [file] = positionals;
    if (values.help || !file) {
      stdout.write(HELP);
      return values.help ? 0 : 2;
    }
    await verify(file, values, (sentence) => stdout.write(`verify-draw: ${sentence}\n`));
    return 0;
  } catch (error) {
    const sentence =
      error instanceof VerificationError ? `rejected: ${error.message}` : `cannot verify: ${error.message}`;
    stderr.write(`verify-draw: ${sentence}\n`);
    return 1;
  }
};
