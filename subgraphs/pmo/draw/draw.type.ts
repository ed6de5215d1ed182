import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/scalars.ts';
import { RegionType } from '../region/region.type.ts';

@ObjectType('DrawRegionTranche', { description: "A tranche's part in a region of a draw." })
export class DrawRegionTrancheType {
  @Field(() => Int, { description: 'Number of the tranche in its wave.' })
  number!: number;

  @Field(() => Int, { description: "How many of the region's entries win in it." })
  quota!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'The highest rank that wins in it or before it, in hexadecimal; null before the draw, and where nobody does.',
  })
  threshold!: string | null;
}

@ObjectType('DrawRegion', { description: "A region's part in a draw." })
export class DrawRegionType {
  waveNumber!: number;
  code!: string;

  @Field(() => RegionType, { description: 'The regency or city.' })
  region!: RegionType;

  @Field(() => Int, { description: 'Entries of the region; more than 0.' })
  eligible!: number;

  @Field(() => Int, { description: 'How many of them win.' })
  quota!: number;

  @Field(() => String, {
    nullable: true,
    description: 'The highest rank that wins, in hexadecimal; null before the draw, and where nobody wins.',
  })
  threshold!: string | null;
}

@ObjectType('Draw', {
  description:
    'Public facts of a draw. Hashes are SHA-256 in hexadecimal. Whoever has the published list can check all.',
})
export class DrawType {
  waveNumber!: number;

  @Field(() => String, {
    description: 'Merkle root (RFC 6962) over the entries in ascending order with their regions.',
  })
  root!: string;

  @Field(() => Int, { description: 'Entries that take part.' })
  entryCount!: number;

  @Field(() => Int, { description: 'Places, over all regions.' })
  quota!: number;

  @Field(() => String, {
    description:
      "How places are shared out: PROPORTIONAL to a region's entries, or EQUAL; by largest remainders. An assumption: the programme's own formula is not public.",
  })
  quotaFormula!: string;

  @Field(() => String, { description: 'Hash of the source files that draw, as `sha256sum` lists them.' })
  codeHash!: string;

  @Field(() => Int, { description: 'Counts the attempts to draw the wave, from 1; all before this one are void.' })
  attempt!: number;

  @Field(() => String, {
    description:
      "The checkpoint: everything that the draw depends on beside the beacon's signature, as it is hashed and signed. Empty for a draw of the former procedure.",
  })
  checkpoint!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Hash of the frozen list as `GET /draws/{wave}/list` sends it from the freeze on (without compression): the checkpoint and every entry with its region, no winner. Null for a moment after the freeze.',
  })
  listSha256!: string | null;

  @Field(() => Int, {
    description: 'Seconds between the freeze and the round, at least; 86,400 for a real draw.',
  })
  noticeSeconds!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when witnesses sign the checkpoint; null for a draw of the former procedure.',
  })
  signingClosesAt!: Date | null;

  @Field(() => String, { description: 'Hash that names the chain of the public beacon (drand).' })
  beaconChain!: string;

  @Field(() => Int, { description: "Number of the beacon's round, a future one when the entries were frozen." })
  beaconRound!: number;

  @Field(() => DateTime, { description: 'When that round is out.' })
  beaconAt!: Date;

  @Field(() => DateTime, { description: 'When the entries were frozen.' })
  frozenAt!: Date;

  @Field(() => String, { nullable: true, description: "The beacon's signature of the round; null before the draw." })
  beaconSignature!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'SHA-256(beacon signature ‖ SHA-256(checkpoint)); null before the draw.',
  })
  seed!: string | null;

  @Field(() => Int, { nullable: true, description: 'Entries that won; null before the draw.' })
  winnerCount!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When the winners were drawn; null before.' })
  drawnAt!: Date | null;
}

@ObjectType('MerkleSibling', { description: 'A step from a leaf to the root.' })
export class MerkleSiblingType {
  @Field(() => String, { description: 'Hash to join, in hexadecimal.' })
  hash!: string;

  @Field(() => Boolean, { description: 'Whether it is the left one of the two.' })
  isLeft!: boolean;
}

@ObjectType('DrawProof', {
  description:
    'Proof that an entry was on the frozen list, and how it fared. leaf = SHA-256(00 ‖ entry ‖ region code); each step of path: SHA-256(01 ‖ left ‖ right). It tells nothing of the person.',
})
export class DrawProofType {
  @Field(() => ID, { description: 'The entry; 16 bytes where it is hashed.' })
  entry!: string;

  @Field(() => Int, { description: 'Its place in the list, from 0.' })
  index!: number;

  @Field(() => DrawRegionType, { description: 'Its region, with quota and threshold.' })
  region!: DrawRegionType;

  @Field(() => String, { description: 'Hash of the entry with its region, in hexadecimal.' })
  leaf!: string;

  @Field(() => [MerkleSiblingType], { description: 'What joins the leaf to the root, from below.' })
  path!: MerkleSiblingType[];

  @Field(() => String, {
    nullable: true,
    description: 'HMAC-SHA-256(seed, entry) in hexadecimal; the lowest win. Null before the draw.',
  })
  rank!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether rank ≤ threshold; null before the draw.' })
  isSelected!: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The first tranche of its region whose threshold the rank does not pass; null before the draw, for who is not selected, and in a wave of one period.',
  })
  tranche!: number | null;

  @Field(() => DrawType, { description: 'Public facts of the draw.' })
  draw!: DrawType;
}
