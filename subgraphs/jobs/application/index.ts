export { applicantOf, mayNotApply, mayNotManage, portalOf } from './application.policy.ts';
export { HIRE } from './application.statement.ts';
export { ApplicationStatus, transition } from './application.status.ts';
