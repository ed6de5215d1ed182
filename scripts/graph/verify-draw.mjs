// Verifies the published list of a draw by itself: it imports nothing of this repository but the files of draw/ beside
// it. Run it with any Node from 20.12 on, beside an installed @noble/curves: node verify-draw.mjs FILE
import { VerificationError } from './draw/hashes.mjs';
import { verifyList } from './draw/list.mjs';

const HELP = `
npm run graph -- verify-draw FILE

Verifies the published list of a draw: the checkpoint, the Merkle root, the quotas, the beacon's signature, the seed,
the rank of every entry and every winner. Ends with 0 when all of it is right, with 1 and a sentence otherwise.
`;

const say = (sentence) => process.stdout.write(`verify-draw: ${sentence}\n`);

const DAY_SECONDS = 86_400;

const verify = async (file) => {
  const { header, checkpoint, chain, isDrawn } = await verifyList(file);
  const { wave, entries, round, noticeSeconds } = checkpoint;
  if (chain.isTest) say('the beacon is a TEST one, whose key is public: this shows the arithmetic only');
  if (noticeSeconds < DAY_SECONDS) say(`the notice was ${noticeSeconds} s; a real draw gives 86,400 s`);
  say('not shown: that the list was fixed before the round; no witnesses were given');
  if (!isDrawn) say(`wave ${wave}: ${entries} entries are frozen under this root; not drawn yet`);
  else
    say(
      `wave ${wave}: ${header.winners} winners of ${entries} entries are right; seed from round ${round} of ${chain.name}`,
    );
};

const [file] = process.argv.slice(2);
if (!file || file === '--help') {
  process.stdout.write(HELP);
  process.exit(file ? 0 : 2);
}
try {
  await verify(file);
} catch (error) {
  const sentence =
    error instanceof VerificationError ? `rejected: ${error.message}` : `cannot verify: ${error.message}`;
  process.stderr.write(`verify-draw: ${sentence}\n`);
  process.exit(1);
}
