// Verifies the published list of a draw by itself: it imports nothing of this repository but the files of draw/ beside
// it. Run it with any Node from 20.12 on, beside an installed @noble/curves: node verify-draw.mjs FILE
import { runVerifier } from './draw/verifier.mjs';

process.exit(await runVerifier(process.argv.slice(2), process));
