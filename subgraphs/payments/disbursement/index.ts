export { type Claim, makeSurveysDue } from './due.service.ts';
export { Entitlement } from './entitlement.ts';
