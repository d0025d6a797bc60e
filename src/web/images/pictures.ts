import type { Achievement } from '../../domain/achievement.ts'
import { bakePng } from '../../openbadges/baking/png.ts'
import { bakeSvg } from '../../openbadges/baking/svg.ts'
import { badgeSvgOutlined } from './badge-art.ts'
import { badgePng } from './render-png.ts'

/** Definitions whose pictures stay in memory: far more than a programme has, and at 150 KB each a bounded amount. */
const MAX_PICTURES = 200
const PICTURE_WIDTH = 800

const pictures = new Map<string, { svg: string; png: Uint8Array }>()

/** The unbaked picture of a definition, drawn once a version. */
export const pictureOf = (achievement: Achievement): { svg: string; png: Uint8Array } => {
  const key = JSON.stringify([achievement.id, achievement.version, achievement.name, achievement.art])
  const known = pictures.get(key)
  if (known !== undefined) return known
  const svg = badgeSvgOutlined({
    kind: achievement.kind,
    // The character 修 says it already; the name on the picture is the course's.
    name: achievement.name.replace(/[ 　]修了(?=（|$)/, ''),
    level: achievement.art.level,
    year: achievement.art.year,
    title: achievement.name,
    description: achievement.description,
  })
  const picture = { svg, png: badgePng(svg, PICTURE_WIDTH) }
  if (pictures.size >= MAX_PICTURES) pictures.delete(pictures.keys().next().value as string)
  pictures.set(key, picture)
  return picture
}

/** The picture with the signed credential in it (Open Badges 3.0, section 5.3). */
export const bakedPng = (achievement: Achievement, text: string): Uint8Array => bakePng(pictureOf(achievement).png, text)
export const bakedSvg = (achievement: Achievement, text: string): string => bakeSvg(pictureOf(achievement).svg, text)
