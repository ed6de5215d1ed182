import type { Rule } from '../rule.ts';
import { addressRule } from './address.rule.ts';
import { costRule } from './cost.rule.ts';
import { dataOfAnotherRule } from './data-of-another.rule.ts';
import { dataUseRule } from './data-use.rule.ts';
import { deprecationRule } from './deprecation.rule.ts';
import { descriptionRule } from './description.rule.ts';
import { directiveRule } from './directive.rule.ts';
import { entityKeyRule } from './entity-key.rule.ts';
import { eventRule } from './event.rule.ts';
import { fieldOfAnotherRule } from './field-of-another.rule.ts';
import { fieldSetRule } from './field-set.rule.ts';
import { hiddenTextRule } from './hidden-text.rule.ts';
import { interfaceOfAnotherRule } from './interface-of-another.rule.ts';
import { keyOfAnotherRule } from './key-of-another.rule.ts';
import { linkRule } from './link.rule.ts';
import { nameRule } from './name.rule.ts';
import { namingRule } from './naming.rule.ts';
import { overrideRule } from './override.rule.ts';
import { paginationRule } from './pagination.rule.ts';
import { personalDataRule } from './personal-data.rule.ts';
import { protectionRule } from './protection.rule.ts';
import { publisherRule } from './publisher.rule.ts';
import { restatedTypeRule } from './restated-type.rule.ts';
import { returnedDataRule } from './returned-data.rule.ts';
import { rootFieldRule } from './root-field.rule.ts';
import { rootTypeRule } from './root-type.rule.ts';
import { scopeRule } from './scope.rule.ts';
import { tagRule } from './tag.rule.ts';
import { takenDataRule } from './taken-data.rule.ts';
import { typeOfAnotherRule } from './type-of-another.rule.ts';

/** Checks of what an SDL says. */
export const rules: readonly Rule[] = [
  publisherRule,
  addressRule,
  linkRule,
  directiveRule,
  nameRule,
  hiddenTextRule,
  rootTypeRule,
  rootFieldRule,
  typeOfAnotherRule,
  fieldOfAnotherRule,
  keyOfAnotherRule,
  fieldSetRule,
  restatedTypeRule,
  interfaceOfAnotherRule,
  overrideRule,
  dataOfAnotherRule,
  dataUseRule,
  returnedDataRule,
  takenDataRule,
  protectionRule,
  scopeRule,
  tagRule,
  eventRule,
  costRule,
  deprecationRule,
  descriptionRule,
  entityKeyRule,
  namingRule,
  paginationRule,
  personalDataRule,
];
