import { zipSync } from 'fflate'
import { badgeName } from '../domain/participant.ts'
import { formatShortId } from '../ids.ts'
import type { MyData } from '../service/my-data.ts'
import { credentialUrl } from '../service/urls.ts'
import { findAchievement } from '../store/read-models/registers.ts'
import { bakedPng } from './images/pictures.ts'
import type { WebDeps } from './web-deps.ts'

/** Everything that is held about a person as one JSON document; its members are named as in the programme's API. */
export const myDataDocument = (data: MyData, deps: WebDeps['deps']): Record<string, unknown> => ({
  format: 'akashi-personal-data-1',
  exportedAt: deps.now().toISOString(),
  participant: { ...data.participant, nameOnBadges: badgeName(data.participant) },
  formerNames: data.formerNames,
  addresses: data.addresses,
  addressesToBeConfirmed: data.waitingAddresses.map(({ address, createdAt, expiresAt }) => ({ address, createdAt, expiresAt })),
  employments: data.employments.map((employment) => ({ ...employment, employer: data.employers.get(employment.employerId) })),
  completions: data.completions.map(({ completion, course }) => ({ ...completion, course })),
  badges: data.badges.map(({ credential, name }) => {
    const { document, ...record } = credential
    return {
      ...record,
      name,
      url: credentialUrl(deps.publicUrl, credential.id),
      shortId: formatShortId(credential.shortId),
      credential: JSON.parse(document.text) as unknown,
    }
  }),
  nominations: data.nominations,
  outcomes: data.outcomes,
  surveyAnswers: data.answers,
  consents: data.consents,
  shareLinks: data.shareLinks,
  provisionRecords: data.provisions,
  seenBy: data.views.map(({ at, action, role, organisation, purpose }) => ({ at, action, role, organisation, purpose })),
  requests: data.requests,
})

const text = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value, null, 2)}\n`, 'utf8')

/** The archive that a person takes away: the document, and each badge as JSON and as a picture that carries it. */
export const myDataArchive = async (web: WebDeps, data: MyData): Promise<Buffer> => {
  const files: Record<string, Uint8Array> = { 'personal-data.json': text(myDataDocument(data, web.deps)) }
  for (const { credential } of data.badges) {
    const name = `badges/${formatShortId(credential.shortId)}`
    files[`${name}.json`] = Buffer.from(credential.document.text, 'utf8')
    const achievement = await findAchievement(web.deps.db, credential.achievementId)
    if (achievement !== undefined) files[`${name}.png`] = bakedPng(achievement, credential.document.text)
  }
  return Buffer.from(zipSync(files, { mtime: web.deps.now() }))
}
