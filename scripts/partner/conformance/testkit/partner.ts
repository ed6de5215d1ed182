import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { ConversationOptions } from '../conversation.ts';
import { partnerKeyId } from '../signer.ts';
import { LOAN_SDL, LOANS, loanSchema } from './loan.schema.ts';
import { startPartnerServer } from './server.ts';
import { type Carelessness, createPartnerVerifier } from './verifier.ts';

/** A bank's subgraph by libraries alone, with one fault or none, and what a run of it needs. */
export const startPartner = async (fault?: string) => {
  const { privateKey: key } = generateKeyPairSync('ed25519');
  const keyId = await partnerKeyId(key);
  const subgraph = 'bank';
  const leaves = fault as Carelessness | undefined;
  const isAllowed = createPartnerVerifier({ publicKey: createPublicKey(key), keyId, subgraph, leaves });
  const { address, stop } = await startPartnerServer({ schema: loanSchema(fault), isAllowed, fault });
  const options: ConversationOptions = {
    shown: { subgraph, address, key, keyId },
    sdl: LOAN_SDL,
    samples: { BankLoan: LOANS.map(({ id }) => ({ id })) },
    foreign: new Set(['Participant']),
    // A test asks the same things less often; what is slow here is slow on purpose.
    limits: { p95Ms: 250, latencyRequests: 20, loadPerSecond: 100, loadSeconds: 0.1 },
    isPublic: false,
  };
  return { options, stop };
};
