import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { DateScalar, DateTime } from '../../kit/scalars.ts';
import type { ListedNikFault } from '../profile/index.ts';
import { ImportStatus } from './barred.status.ts';
import { ImportedList, ImportMode, ProposalReason } from './imported-list.ts';

registerEnumType(ImportedList, {
  name: 'ImportedList',
  description: 'A list of another authority. Whoever was revoked is entered by the programme itself.',
  valuesConfig: {
    SOCIAL_AID: { description: 'Recipients of other aid.' },
    STATE_OFFICIALS: { description: 'State officials and others whom their office bars.' },
    STUDENTS: { description: 'People in formal education.' },
  },
});

registerEnumType(ImportMode, {
  name: 'ImportMode',
  description: 'What a file says about people who are not in it.',
  valuesConfig: {
    FULL: { description: 'Their source does not list them any more; what other sources say stays.' },
    ADD: { description: 'Nothing: it only adds.' },
  },
});

registerEnumType(ProposalReason, {
  name: 'BarredListProposalReason',
  description: 'Why a version changes nothing before another officer has approved it.',
  valuesConfig: {
    REMOVES_PEOPLE: { description: 'It takes people off the list.' },
    FILE_EMPTY: { description: 'It has a header and nobody: its source would bar nobody any more.' },
    OLDER_THAN_IN_FORCE: { description: 'Its day is before that of the version of its source that is in force.' },
  },
});

registerEnumType(ImportStatus, {
  name: 'ImportStatus',
  description: 'How far an import has come.',
  valuesConfig: {
    LOADING: { description: 'The file is read; nothing has changed yet.' },
    PROPOSED: { description: 'Another officer approves or declines it; `proposedFor` says why.' },
    RECHECKING: { description: 'In force; holders of awards whom it concerns are judged again.' },
    DONE: { description: 'In force, and everyone whom it concerns has been judged.' },
    REFUSED: { description: 'The file is not the one that was announced, or no list; nothing has changed.' },
  },
});

@ObjectType('BarredListFault', { description: 'A line of a file that is no NIK, and why.' })
export class BarredListFaultType {
  @Field(() => Int, { description: 'Number of the line, from 1.' })
  line!: number;

  @Field(() => String, {
    description:
      'Stable, for programs: LINE_NOT_TEXT, LINE_HAS_COLUMNS, NIK_CHANGED_BY_SPREADSHEET, NIK_NOT_DIGITS, NIK_LENGTH, NIK_PROVINCE_UNKNOWN, NIK_REGION_UNKNOWN, NIK_DATE_IMPOSSIBLE, NIK_SERIAL_ZERO.',
  })
  code!: string;

  @Field(() => String, {
    description: 'For people, in the language of Accept-Language: English (default) or Indonesian.',
  })
  message!: string;
}

@ObjectType('BarredListVersion', {
  description: 'One version of a list of people whom a policy may bar. Seen with the scope `barred:import`.',
})
export class BarredListVersionType {
  @Field(() => ID, { description: 'The version.' })
  id!: number;

  @Field(() => ImportedList, { description: 'Which list.' })
  list!: ImportedList;

  @Field(() => String, {
    description:
      'The authority that it comes from: DTKS, BSU and BPUM are three sources of SOCIAL_AID. However it is typed, a source is one by its letters and digits.',
  })
  source!: string;

  @Field(() => Boolean, {
    description:
      'Whether no version of its source was in force before. Where one should have been, the name is another: nobody of the former name left the list.',
  })
  isNewSource!: boolean;

  @Field(() => DateScalar, { description: 'The day to which it holds.' })
  listDate!: string;

  @Field(() => ImportMode, { description: 'What it says about people who are not in it.' })
  mode!: ImportMode;

  @Field(() => ImportStatus, { description: 'How far the import has come.' })
  status!: ImportStatus;

  @Field(() => String, {
    nullable: true,
    description:
      'Why it was refused: SHA256_DIFFERS, FILE_IS_ARCHIVE, FILE_IS_PAGE, FILE_IS_UTF16, FILE_EMPTY, FILE_CUT, TOO_MANY_BAD_LINES (more than one in a hundred), DIGITS_ZEROED, LIST_CHANGED, DECLINED. Null otherwise.',
  })
  refusal!: string | null;

  @Field(() => Int, { nullable: true, description: 'Lines of the file; null until it has been read.' })
  lines!: number | null;

  @Field(() => [Int], { description: 'Numbers of the first 20 lines that are no NIK; they were passed over.' })
  badLines!: number[];

  badCodes!: ListedNikFault[];

  @Field(() => Int, {
    nullable: true,
    description: 'People whom it brought, or would bring while PROPOSED; null before.',
  })
  added!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'People whom it let go, or would let go while PROPOSED; null before.',
  })
  removed!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'People whom its source listed before and who are in the file; null before it was read.',
  })
  kept!: number | null;

  @Field(() => Int, { nullable: true, description: 'Lines that name somebody once more; null before it was read.' })
  repeated!: number | null;

  @Field(() => [ProposalReason], {
    description: 'Why it waits, or waited, for a second officer; empty where it did not.',
  })
  proposedFor!: ProposalReason[];

  @Field(() => DateTime, { nullable: true, description: 'When a second officer approved it; null where none had to.' })
  approvedAt!: Date | null;

  @Field(() => Int, { nullable: true, description: 'Holders of awards to judge again; null until it is in force.' })
  toRecheck!: number | null;

  @Field(() => Int, { description: 'Of these, judged.' })
  rechecked!: number;

  @Field(() => Int, { description: 'Of these, barred: what is due to them is frozen.' })
  barred!: number;

  @Field(() => Int, { description: 'Of these, reinstated.' })
  reinstated!: number;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  requestedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it is under way or PROPOSED.' })
  finishedAt!: Date | null;
}

export const BarredListVersionConnection = connectionType(BarredListVersionType, 'BarredListVersion');

@InputType('ImportBarredListInput', {
  description: 'A file to import: UTF-8, one NIK a line, with or without the header `nik`.',
})
export class ImportBarredListInput {
  @Field(() => ImportedList, { description: 'Which list.' })
  list!: ImportedList;

  @Field(() => String, {
    description:
      'The authority that it comes from, 3 to 200 characters, as DTKS, BSU, ASN or Polri. A FULL file replaces what the same source said before, and nothing of another.',
  })
  source!: string;

  @Field(() => DateScalar, { description: 'The day to which it holds, not in the future.' })
  listDate!: string;

  @Field(() => ImportMode, { defaultValue: ImportMode.FULL, description: 'What it says about people not in it.' })
  mode!: ImportMode;

  @Field(() => String, {
    description:
      'Its name in the directory of lists (BARRED_LISTS_DIR), where it was put by a secure way outside the graph.',
  })
  file!: string;

  @Field(() => String, { description: 'Its SHA-256, 64 hexadecimal digits: another file is refused.' })
  sha256!: string;
}
