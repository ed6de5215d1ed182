import { AuditTables } from '../../kit/audit/tables.ts';
import { ParticipantsAndWaves } from './001-participants-and-waves.ts';
import { IdentityVault } from './002-identity-vault.ts';
import { Organizations } from './004-organizations.ts';
import { Registration } from './005-registration.ts';
import { PolicyDecisions } from './006-policy.ts';
import { Draw } from './007-draw.ts';
import { Verification } from './008-verification.ts';
import { Waves } from './009-waves.ts';
import { BarredLists } from './010-barred.ts';
import { ClientSuspension } from './011-client-suspension.ts';
import { Consent } from './012-consent.ts';
import { Survey } from './013-survey.ts';
import { Corrections } from './014-corrections.ts';
import { CardPlaces } from './016-card-places.ts';
import { IdentityReads } from './017-identity-reads.ts';
import { TypedText } from './018-typed-text.ts';

/** Oldest first; a released migration is never edited. */
export const migrations = [
  { name: '001-participants-and-waves', class: ParticipantsAndWaves },
  { name: '002-identity-vault', class: IdentityVault },
  { name: '003-audit', class: AuditTables },
  { name: '004-organizations', class: Organizations },
  { name: '005-registration', class: Registration },
  { name: '006-policy', class: PolicyDecisions },
  { name: '007-draw', class: Draw },
  { name: '008-verification', class: Verification },
  { name: '009-waves', class: Waves },
  { name: '010-barred', class: BarredLists },
  { name: '011-client-suspension', class: ClientSuspension },
  { name: '012-consent', class: Consent },
  { name: '013-survey', class: Survey },
  { name: '014-corrections', class: Corrections },
  { name: '016-card-places', class: CardPlaces },
  { name: '017-identity-reads', class: IdentityReads },
  { name: '018-typed-text', class: TypedText },
];
