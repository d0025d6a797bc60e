export { findCredentialVersion } from '../credentials.ts'
export { findEndorsement, listEndorsementsBy, listEndorsementsOf, type SignedEndorsement } from '../endorsements.ts'
