import { generateKeyPairSync, hash, sign } from 'node:crypto';

/** A witness of tests, written anew from C2SP's text: it shares no code with the graph nor with the witness program. */
export const witnessKey = (name: string) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
  const typed = Buffer.concat([Buffer.of(4), raw]);
  const id = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typed]), 'buffer').subarray(0, 4);
  const cosign = (checkpoint: string, atMs = Date.now()): string => {
    const seconds = Math.floor(atMs / 1_000);
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(seconds));
    const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${checkpoint}`), privateKey);
    return `— ${name} ${Buffer.concat([id, time, signature]).toString('base64')}`;
  };
  return { name, key: `${name}+${id.toString('hex')}+${typed.toString('base64')}`, cosign };
};

export type TestWitness = ReturnType<typeof witnessKey>;
