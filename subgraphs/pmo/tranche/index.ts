export { refusals as trancheRefusals } from './tranche.refusal.ts';
export {
  addToLastTranche,
  checkTranches,
  type PlannedTranche,
  setTranches,
  type Tranche,
  tranchesOf,
} from './tranche.ts';
