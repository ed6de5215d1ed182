import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { DateTime } from '../../kit/scalars.ts';
import { ReportReason } from './report.reason.ts';

registerEnumType(ReportReason, {
  name: 'VacancyReportReason',
  description: 'Why a job seeker reports a vacancy.',
  valuesConfig: {
    FEE_ASKED: { description: 'Applicants were asked for money or papers.' },
    FRAUD: { description: 'There is no such work or employer.' },
    DISCRIMINATION: { description: 'People are excluded for what they are.' },
    NOT_AS_DESCRIBED: { description: 'Work or pay differ from what it says.' },
    OTHER: { description: 'Something else, as the text says.' },
  },
});

@ObjectType('VacancyReport', { description: 'A report of a vacancy by a job seeker, who is not named.' })
export class VacancyReportType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => ReportReason, { description: 'Why it is reported.' })
  reason!: ReportReason;

  @Field(() => String, { nullable: true, description: 'What the person wrote; null where nothing was written.' })
  text!: string | null;

  @Field(() => DateTime, { description: 'When it was reported.' })
  reportedAt!: Date;
}

export const VacancyReportConnection = connectionType(VacancyReportType, 'VacancyReport');

@ObjectType('VacancyDecision', { description: "An officer's decision about a vacancy that was held back." })
export class VacancyDecisionType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => Int, { description: 'Number of the content that was decided about.' })
  version!: number;

  @Field(() => Boolean, { description: 'Whether it is shown again.' })
  isApproved!: boolean;

  @Field(() => String, { nullable: true, description: 'The reason, for its portal to read.' })
  reason!: string | null;

  @Field(() => DateTime, { description: 'When it was decided.' })
  decidedAt!: Date;
}
