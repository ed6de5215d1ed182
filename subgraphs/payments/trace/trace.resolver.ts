import { Arg, Ctx, Directive, ID, Int, Query, Resolver } from 'type-graphql';
import { demand, demandScope, isSelfOr } from '../../kit/access.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { inputError } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import type { TraceService, TraceSubject } from './trace.service.ts';
import { RupiahTraceType } from './trace.type.ts';

interface Slice extends RequestContext {
  traces: TraceService;
}

interface TraceArguments {
  participant: string | null;
  wave: number | null;
  year: number | null;
}

/** @throws GraphQLError BAD_USER_INPUT unless it names one of them */
const subjectOf = ({ participant, wave, year }: TraceArguments): TraceSubject => {
  const subjects: TraceSubject[] = [];
  if (participant !== null) subjects.push({ participant });
  if (wave !== null) subjects.push({ wave });
  if (year !== null) subjects.push({ year });
  const [subject] = subjects;
  if (subject && subjects.length === 1) return subject;
  const text = {
    en: 'Name a participant, a wave or a year: one of them.',
    id: 'Sebutkan satu saja: peserta, gelombang, atau tahun.',
  };
  throw inputError('BAD_USER_INPUT', text, 'participant');
};

@Resolver(() => RupiahTraceType)
export class TraceResolver {
  @Directive(requiresScopes('self', 'ledger:read'))
  @Query(() => RupiahTraceType, {
    nullable: true,
    description: `Where the money of a participant, a wave or a year is now; name one of them. Your own with \`self\`, any
with \`ledger:read\`. Null when the ledger has nothing of it that you may see.`,
  })
  async rupiahTrace(
    @Arg('participant', () => ID, { nullable: true, description: "A participant's id." }) participant: string | null,
    @Arg('wave', () => Int, { nullable: true, description: "A wave's number." }) wave: number | null,
    @Arg('year', () => Int, { nullable: true, description: 'A budget year.' }) year: number | null,
    @Ctx() { caller, traces }: Slice,
  ): Promise<RupiahTraceType | null> {
    demand(caller.can('ledger:read') || (caller.can('self') && caller.id !== null), caller, {
      scopes: ['self', 'ledger:read'],
    });
    const given = { participant: participant ?? null, wave: wave ?? null, year: year ?? null };
    const subject = subjectOf(given);
    if (!('participant' in subject)) demandScope(caller, 'ledger:read');
    else if (!isUuid(subject.participant) || !isSelfOr(caller, subject.participant, 'ledger:read')) return null;
    return traces.trace(subject);
  }
}
