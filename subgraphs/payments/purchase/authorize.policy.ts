import { Refusal } from '../../kit/refusal.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { type MovementAnswer, PreparedMovement } from '../balance/index.ts';
import type { READ_SALES } from './authorize.statement.ts';
import type { CodeAnswer } from './code.answer.ts';
import { refusals } from './purchase.refusal.ts';

/** What is known of a call under the locks of its code and its balance. */
export interface AuthorizeFacts {
  participant: string;
  invoice: string;
  code: CodeAnswer;
  /** The hold of the price; false where the enrolment was paid before. Not asked for without the right code. */
  hold: MovementAnswer;
  sale: RowsOf<typeof READ_SALES>;
}

/** What becomes of a call; without a refusal and a hold, this very sale was authorised before. */
export interface Decision {
  refusal: Refusal | null;
  hold: PreparedMovement | null;
  /** Whether a try of the code is to be counted. */
  counts: boolean;
}

/** Nothing but a wrong code costs a try: whoever mends what was refused pays with the same code. */
const refused = (refusal: Refusal, counts = false): Decision => ({ refusal, hold: null, counts });

/** Decides a call. What is wrong with the code is told first: without it nobody learns anything of the balance. */
export const decide = ({ participant, invoice, code, hold, sale }: AuthorizeFacts): Decision => {
  if (code.refusal) {
    const isSame = code.wasUsed && sale.invoice === invoice && sale.participant === participant;
    return isSame ? { refusal: null, hold: null, counts: false } : refused(code.refusal, code.counts);
  }
  if (hold instanceof Refusal) return refused(hold);
  if (!(hold instanceof PreparedMovement)) return refused(refusals.paid());
  if (sale.status !== null) return refused(sale.status === 'ENDED' ? refusals.seatEnded() : refusals.paid());
  if (sale.isInvoiceUsed) return refused(refusals.invoiceUsed());
  return { refusal: null, hold, counts: true };
};
