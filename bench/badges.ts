import { join } from 'node:path'
import { readProgramme } from '../src/cli/read-programme.ts'
import type { Completion } from '../src/domain/completion.ts'
import { achievementObject } from '../src/openbadges/achievement.ts'
import { buildCourseCredential } from '../src/openbadges/credential.ts'
import { issuerProfile, sourceProfile } from '../src/openbadges/profile.ts'
import type { UnsignedCredential } from '../src/openbadges/types.ts'
import { projectRoot } from '../src/project-root.ts'

export const baseUrl = 'https://badges.example'
export const did = 'did:web:badges.example'

export interface BadgeMaker {
  /** the badge of a holder: id, subject, status index, results and certificate number differ from those of any other number */
  make(number: number): UnsignedCredential
}

/**
 * The badges of one course of the demo programme. What all of them have in common (issuer, definition, operator) is built once, as in the
 * issuing of a batch.
 */
export const courseBadges = (slug = 'dl-nocode-r8'): BadgeMaker => {
  const programme = readProgramme(join(projectRoot, 'demo'))
  const found = programme.achievements.find((achievement) => achievement.slug === slug)
  const operator = programme.operators[0]
  const completed = programme.completions.find(({ status, endOn }) => status === 'completed' && endOn !== undefined)
  if (found === undefined || operator === undefined || completed === undefined) throw new Error(`The demo has no course badge ${slug}.`)
  const definition = { ...found, id: `/achievements/${slug}` }
  const issuer = issuerProfile({ did, organisation: programme.council, url: `${baseUrl}/issuers/council` })
  const source = sourceProfile(operator, baseUrl)
  const achievement = achievementObject(definition, {
    baseUrl,
    creator: sourceProfile(programme.council, baseUrl),
    imageUrl: `${baseUrl}${definition.id}/image.png`,
  })
  return {
    make: (number) => {
      const digits = String(number).padStart(12, '0')
      const completion: Completion = {
        id: `C-${number}`,
        sessionId: completed.sessionId,
        participantId: `P-${number}`,
        status: 'completed',
        startOn: completed.startOn,
        endOn: completed.endOn as string,
        attendanceRate: 80 + (number % 21),
        score: number % 101,
        certificateNo: `R8-${digits}`,
        isDemo: true,
      }
      return buildCourseCredential({
        baseUrl,
        id: `0123456789abcd${digits}`,
        issuer,
        definition,
        achievement,
        subjectId: `urn:uuid:0b1c6f2e-4d0a-4b51-8a57-${digits}`,
        awardedOn: '2026-10-08',
        status: { listUrl: `${baseUrl}/status/1`, index: number % 131_072 },
        source,
        completion,
      })
    },
  }
}
