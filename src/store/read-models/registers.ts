export { findAchievement, listAchievements, listAchievementVersions } from '../achievements.ts'
export { listCourses } from '../courses.ts'
export { findIssuerBySlug, listIssuerKeys } from '../issuers.ts'
export { findOrganisation, findOrganisationBySlug, listOrganisations } from '../organisations.ts'
