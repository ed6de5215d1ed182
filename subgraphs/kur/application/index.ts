export {
  type Actor,
  type Application,
  type Change,
  type Consent,
  type LoanPurpose,
  SYSTEM,
} from './application.entity.ts';
export { isId, lockApplication, moveApplication } from './application.statement.ts';
export { isOpen, openStatuses, type Status } from './application.status.ts';
