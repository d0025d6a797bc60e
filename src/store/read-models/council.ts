export { listOrganisations } from '../organisations.ts'
