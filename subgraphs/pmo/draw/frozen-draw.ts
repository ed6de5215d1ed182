/** What a freeze has fixed and published; it never changes. */
export interface FrozenDraw {
  entryCount: number;
  /** 32 bytes, like all hashes here. */
  root: Buffer;
  chunkRoots: Buffer;
  quota: number;
  quotaFormula: string;
  codeHash: Buffer;
  /** SHA-256 of the secret. */
  commitment: Buffer;
  secretSubject: string;
  secretSealed: Buffer;
  beaconChain: string;
  beaconRound: number;
  beaconAt: Date;
  frozenAt: Date;
}

/** What the draw adds. */
export interface DrawResult {
  /** 48 bytes. */
  beaconSignature: Buffer;
  secret: Buffer;
  seed: Buffer;
  winnerCount: number;
  drawnAt: Date;
}

export interface DrawRegion {
  regionNo: number;
  code: string;
  eligible: number;
  quota: number;
}
