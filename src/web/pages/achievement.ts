import { createHash } from 'node:crypto'
import { type Request, Router } from 'express'
import { AchievementPage } from '../../../templates/pages/achievement-page.tsx'
import { ClausesPage } from '../../../templates/pages/clauses-page.tsx'
import type { Achievement } from '../../domain/achievement.ts'
import { ServiceError } from '../../errors.ts'
import { creatorOf } from '../../service/badge-author.ts'
import { achievementDocument } from '../../service/credential-document.ts'
import { achievementId } from '../../service/define-achievement.ts'
import { countAwarded } from '../../store/read-models/front-page.ts'
import { findAchievement, listAchievementVersions } from '../../store/read-models/registers.ts'
import { pictureOf } from '../images/pictures.ts'
import { wantsPage } from '../negotiate.ts'
import { sendStored } from '../send.ts'
import { achievementView } from '../views/achievement-view.ts'
import { clausesView } from '../views/clauses-view.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { recognitionRegister, recognitionsOf } from './recognitions.ts'
import { sendPage } from './send-page.ts'

const IMAGE_MAX_AGE_SECONDS = 3600

/** A badge definition's addresses: page or JSON, criteria, and its picture; every version stays readable. */
export const achievementRoutes = (web: WebDeps): Router => {
  const { deps } = web
  const router = Router()

  const find = async ({ params }: Request): Promise<Achievement> => {
    const ordinal = params['ordinal'] === undefined ? 1 : Number(params['ordinal'])
    const achievement =
      Number.isInteger(ordinal) && ordinal > 0 ? await findAchievement(deps.db, achievementId(String(params['slug']), ordinal)) : undefined
    if (achievement === undefined) throw new ServiceError('achievement_not_found', 'There is no badge definition at this address.')
    return achievement
  }

  router.get(['/achievements/:slug/image.svg', '/achievements/:slug/v/:ordinal/image.svg'], async (request, response) => {
    const { svg } = pictureOf(await find(request))
    response.set({
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'Cross-Origin-Resource-Policy': 'cross-origin',
    })
    sendStored(request, response, { body: svg, sha256: digest(svg), mediaType: 'image/svg+xml', maxAgeSeconds: IMAGE_MAX_AGE_SECONDS })
  })

  router.get(['/achievements/:slug/image.png', '/achievements/:slug/v/:ordinal/image.png'], async (request, response) => {
    const { png } = pictureOf(await find(request))
    response.set('Cross-Origin-Resource-Policy', 'cross-origin')
    sendStored(request, response, { body: png, sha256: digest(png), mediaType: 'image/png', maxAgeSeconds: IMAGE_MAX_AGE_SECONDS })
  })

  router.get(
    ['/achievements/:slug', '/achievements/:slug/v/:ordinal', '/achievements/:slug/criteria', '/achievements/:slug/v/:ordinal/criteria'],
    async (request, response) => {
      const achievement = await find(request)
      if (wantsPage(request)) {
        const versions = (await listAchievementVersions(deps.db, achievement.slug)).filter((version) => version.id !== achievement.id)
        const recognitions = await recognitionsOf(web, achievement)
        const input = {
          achievement,
          recognitions,
          countedBy: new Set(recognitions.map(({ firmUrl }) => firmUrl)).size,
          awarded: await countAwarded(deps.db, achievement.id),
          versions,
        }
        sendPage(response, AchievementPage(achievementView(input, await contextOf(web, request))))
        return
      }
      const body = JSON.stringify(achievementDocument(deps.publicUrl, achievement, await creatorOf(deps, achievement)))
      response.vary('Accept').set('Access-Control-Allow-Origin', '*')
      sendStored(request, response, { body, sha256: digest(body), mediaType: 'application/json', maxAgeSeconds: 0 })
    },
  )

  router.get(['/achievements/:slug/clauses', '/achievements/:slug/v/:ordinal/clauses'], async (request, response) => {
    sendPage(response, ClausesPage(clausesView(await find(request), await contextOf(web, request))))
  })

  router.get(['/achievements/:slug/recognitions', '/achievements/:slug/v/:ordinal/recognitions'], async (request, response) => {
    const body = JSON.stringify(await recognitionRegister(web, await find(request)))
    response.set('Access-Control-Allow-Origin', '*')
    sendStored(request, response, { body, sha256: digest(body), mediaType: 'application/json', maxAgeSeconds: 0 })
  })

  return router
}

const digest = (body: string | Uint8Array): string => createHash('sha256').update(body).digest('hex')
