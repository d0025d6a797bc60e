export { findAchievement, listAchievements, listAchievementVersions } from '../achievements.ts'
