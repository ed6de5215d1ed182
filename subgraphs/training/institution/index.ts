export {
  type JoinedInstitution,
  joinInstitution,
  seatInstitution,
  suspendInstitution,
} from './institution.service.ts';
