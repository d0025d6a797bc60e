import { badgeName } from '../../domain/participant.ts'
import type { ShareLink } from '../../domain/share-link.ts'
import { readBadgePage } from '../../store/read-models/badge-page.ts'
import type { sharedPageView } from '../views/share-views.ts'
import type { WebDeps } from '../web-deps.ts'
import { badgeFacts } from './badge-facts.ts'

type SharedBadges = Parameters<typeof sharedPageView>[0]['badges']

/** The badges of a link as its reader may see them: each verified now, with the fields that the learner chose. */
export const sharedBadges = async (web: WebDeps, link: Pick<ShareLink, 'credentialIds' | 'fields'>): Promise<SharedBadges> => {
  const shows = (field: (typeof link.fields)[number]): boolean => link.fields.includes(field)
  const badges = await Promise.all(
    link.credentialIds.map(async (id) => {
      const record = await readBadgePage(web.deps.db, id, { withHolder: shows('name') })
      if (record === undefined) return undefined
      const { holderName: _, endorsements, recognitions, ...facts } = await badgeFacts(web, record, { saved: false })
      return {
        id,
        verification: await web.verifying.stored(record.credential.document.text),
        standing: facts,
        facts: {
          artUrl: facts.artUrl,
          awardedOn: facts.awardedOn,
          achievementUrl: facts.achievementUrl,
          recognitions,
          ...(shows('confirmation') ? { endorsements } : {}),
          ...(shows('name') && record.holder !== undefined ? { holderName: badgeName(record.holder) } : {}),
        },
      }
    }),
  )
  return badges.filter((badge) => badge !== undefined)
}
