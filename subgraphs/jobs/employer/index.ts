export { keepEmployers } from './employer.service.ts';
