export { findCredentialVersion } from '../credential-versions.ts'
export { findEndorsement, listEndorsementsBy, listEndorsementsOf, type SignedEndorsement } from '../endorsements.ts'
