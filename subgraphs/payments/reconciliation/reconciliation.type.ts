import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { DateScalar, DateTime, Rupiah } from '../../kit/scalars.ts';
import { DifferenceKind, Resolution } from './difference.policy.ts';
import { DifferenceStatus, FileStatus } from './reconciliation.status.ts';
import { FileFormat, LineStatus } from './settlement-file.ts';

registerEnumType(FileFormat, {
  name: 'SettlementFileFormat',
  description: 'How a settlement file is written.',
  valuesConfig: {
    CSV: { description: 'HEADER, columns, a row for each order, TRAILER with count and sum.' },
    MT940: { description: 'SWIFT customer statement; the reference stands in field 86 after EREF.' },
    CAMT053: { description: 'ISO 20022 bank-to-customer statement; the reference is EndToEndId.' },
  },
});

registerEnumType(FileStatus, {
  name: 'SettlementFileStatus',
  description: 'How far a settlement file has been taken in.',
  valuesConfig: {
    LOADING: { description: 'It is read and compared; nothing has changed yet.' },
    POSTING: { description: 'Compared; entries of what matched are posted.' },
    DONE: { description: 'Compared, and all that matched is posted.' },
    REFUSED: { description: 'Not as it should be; nothing has changed.' },
  },
});

registerEnumType(LineStatus, {
  name: 'SettlementLineStatus',
  description: 'What a partner says of an order.',
  valuesConfig: {
    PAID: { description: 'The money left the deposit.' },
    FAILED: { description: 'Nothing was paid.' },
    RETURNED: { description: 'The money came back to the deposit.' },
  },
});

registerEnumType(DifferenceKind, {
  name: 'ReconciliationDifferenceKind',
  description: 'How file and ledger differ.',
  valuesConfig: {
    MISSING: { description: 'In the ledger, not in the file.' },
    EXTRA: { description: 'In the file, not in the ledger; or paid, or returned, a second time.' },
    AMOUNT_DIFFERS: { description: 'Another amount.' },
    STATUS_DIFFERS: { description: 'Another end of the order.' },
  },
});

registerEnumType(DifferenceStatus, {
  name: 'ReconciliationDifferenceStatus',
  description: 'How far a difference has been decided.',
  valuesConfig: {
    OPEN: { description: 'Nobody has said what is right.' },
    PROPOSED: { description: 'One person has; another one confirms or rejects it.' },
    RESOLVED: { description: 'Decided by two people, and posted.' },
    FOUND: { description: 'A later file, or the end of the order, agrees: nothing is left to decide.' },
  },
});

registerEnumType(Resolution, {
  name: 'ReconciliationResolution',
  description: 'Which side is right.',
  valuesConfig: {
    KEEP_LEDGER: { description: 'The ledger: what it says was paid counts as reconciled.' },
    TAKE_FILE: { description: "The file: what it says left the partner's deposit, and the rest goes to suspense." },
  },
});

@Directive(requiresScopes('ledger:read', 'reconciliation:decide'))
@ObjectType('SettlementFile', {
  description: "A partner's settlement file of one day. Takes `ledger:read` or `reconciliation:decide`.",
})
export class SettlementFileType {
  @Field(() => ID, { description: 'The file.' })
  id!: number;

  partnerCode!: string;

  @Field(() => DateScalar, { description: 'The day of Jakarta that it is of.' })
  date!: string;

  @Field(() => FileFormat, { description: 'How it is written.' })
  format!: FileFormat;

  @Field(() => FileStatus, { description: 'How far it has been taken in.' })
  status!: FileStatus;

  @Field(() => String, { nullable: true, description: 'Stable code of its first fault; null when it was not refused.' })
  refusal!: string | null;

  @Field(() => Int, { nullable: true, description: 'Line of the fault, from 1; null when it is of the whole file.' })
  refusalLine!: number | null;

  @Field(() => String, { nullable: true, description: 'Its id as its sender wrote it; null until it has been taken.' })
  messageId!: string | null;

  @Field(() => Int, { description: 'Rows about orders.' })
  lines!: number;

  @Field(() => Rupiah, { description: 'The sum of their amounts.' })
  sum!: bigint;

  @Field(() => Rupiah, { description: 'Fees that it states; the ledger does not post them.' })
  fees!: bigint;

  @Field(() => Int, { description: 'Rows that the ledger agrees with.' })
  matched!: number;

  @Field(() => Rupiah, { description: 'The sum of their amounts.' })
  matchedSum!: bigint;

  @Field(() => DateTime, { description: 'When its import was asked for.' })
  requestedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When its import ended; null while it is under way.' })
  finishedAt!: Date | null;
}

export const SettlementFileConnection = connectionType(SettlementFileType, 'SettlementFile');

@Directive(requiresScopes('ledger:read', 'reconciliation:decide'))
@ObjectType('ReconciliationDifference', {
  description: 'What file and ledger say differently of one order. Takes `ledger:read` or `reconciliation:decide`.',
})
export class DifferenceType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => DifferenceKind, { description: 'How they differ.' })
  kind!: DifferenceKind;

  @Field(() => String, { description: 'Reference of the order, as the partner knows it.' })
  reference!: string;

  @Field(() => Int, { nullable: true, description: 'Line of the file; null for what is missing.' })
  line!: number | null;

  @Field(() => LineStatus, { description: 'What the file says; of what is missing, what it should say.' })
  fact!: LineStatus;

  @Field(() => String, {
    nullable: true,
    description: 'State of the order when the file was compared; null without an order.',
  })
  ledgerState!: string | null;

  @Field(() => Rupiah, { nullable: true, description: 'Amount of the order; null without one.' })
  ledgerAmount!: bigint | null;

  @Field(() => Rupiah, { nullable: true, description: 'Amount in the file; null for what is missing.' })
  fileAmount!: bigint | null;

  @Field(() => DifferenceStatus, { description: 'How far it has been decided.' })
  status!: DifferenceStatus;

  @Field(() => Resolution, { nullable: true, description: 'Which side is right, as proposed or decided.' })
  resolution!: Resolution | null;

  @Field(() => String, { nullable: true, description: 'Why, in the words of who proposed it.' })
  evidence!: string | null;

  @Field(() => String, { nullable: true, description: 'Who proposed it.' })
  proposedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was proposed.' })
  proposedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Who confirmed it: never who proposed it.' })
  confirmedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was confirmed.' })
  confirmedAt!: Date | null;
}

export const DifferenceConnection = connectionType(DifferenceType, 'ReconciliationDifference');

@ObjectType('ReconciliationCount', { description: 'Differences of one kind.' })
export class ReconciliationCountType {
  @Field(() => DifferenceKind, { description: 'The kind.' })
  kind!: DifferenceKind;

  @Field(() => Int, { description: 'How many were found.' })
  count!: number;

  @Field(() => Int, { description: 'Of them, still to be decided.' })
  open!: number;
}

@Directive(requiresScopes('ledger:read', 'reconciliation:decide'))
@ObjectType('Reconciliation', {
  description:
    "One partner's day: what the ledger says and what its settlement file says. Takes `ledger:read` or `reconciliation:decide`.",
})
export class ReconciliationType {
  @Field(() => DateScalar, { description: 'The day in Jakarta.' })
  date!: string;

  @Field(() => SettlementFileType, { nullable: true, description: 'The file; null when none was imported.' })
  file!: SettlementFileType | null;

  partnerCode!: string;

  @Field(() => Int, { description: 'Payouts that the ledger has as paid on this day.' })
  paid!: number;

  @Field(() => Rupiah, { description: 'Their sum.' })
  paidSum!: bigint;

  @Field(() => Int, { description: 'Payouts that the ledger has as returned on this day.' })
  returned!: number;

  @Field(() => Rupiah, { description: 'Their sum.' })
  returnedSum!: bigint;
}

@InputType('ImportSettlementFileInput', { description: 'A settlement file to import.' })
export class ImportSettlementFileInput {
  @Field(() => String, { description: "The partner's code, for example `bni`." })
  partner!: string;

  @Field(() => String, {
    description:
      'Its name in the directory of settlement files (SETTLEMENT_FILES_DIR), where it was put by a secure way outside the graph.',
  })
  file!: string;

  @Field(() => String, { description: 'Its SHA-256, 64 hexadecimal digits: another file is refused.' })
  sha256!: string;

  @Field(() => DateScalar, { description: 'The day in Jakarta that it is of; it has ended.' })
  date!: string;

  @Field(() => FileFormat, { description: 'How it is written.' })
  format!: FileFormat;
}

@InputType('ProposeDifferenceResolutionInput', { description: 'Which side of a difference is right, and why.' })
export class ProposeDifferenceResolutionInput {
  @Field(() => ID, { description: 'The difference.' })
  difference!: string;

  @Field(() => Resolution, { description: 'Which side is right.' })
  resolution!: Resolution;

  @Field(() => String, { description: 'Why: 3 to 500 characters, for example what the partner confirmed and when.' })
  evidence!: string;
}
