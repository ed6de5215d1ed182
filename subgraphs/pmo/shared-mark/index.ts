export { rememberDevices } from './shared-mark.statement.ts';
