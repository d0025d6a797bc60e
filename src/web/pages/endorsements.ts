import { createHash } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { EndorsementListPage, EndorsementPage } from '../../../templates/pages/endorsement-page.tsx'
import type { Text } from '../../domain/text.ts'
import { ServiceError } from '../../errors.ts'
import { achievementId } from '../../service/define-achievement.ts'
import { holderBySecret } from '../../service/holder.ts'
import { endorsedBadge, isPublicEndorsement } from '../../service/public-endorsement.ts'
import { achievementUrl, credentialUrl, employerUrl } from '../../service/urls.ts'
import { type BadgePageRecord, readBadgePage } from '../../store/read-models/badge-page.ts'
import { findCredentialVersion, findEndorsement, listEndorsementsOf, type SignedEndorsement } from '../../store/read-models/endorsements.ts'
import { findAchievement, findOrganisationBySlug } from '../../store/read-models/registers.ts'
import { representationOf, wantsPage } from '../negotiate.ts'
import { sendStored } from '../send.ts'
import { endorsementListJson, endorsementListView, endorsementView } from '../views/endorsement-page-view.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { endorsementFinding } from './endorsement-finding.ts'
import { sendPage } from './send-page.ts'
import { noBadge, nothingHere as noBadgeHere } from './visible-badge.ts'

const nothingHere = (): ServiceError => new ServiceError('not_found', 'There is no endorsement at this address, or it is not public.')

/** Signed endorsements at their own addresses, listed at what they are about, and the versions of a badge that confirmations point to. */
export const endorsementRoutes = (web: WebDeps): Router => {
  const { deps } = web
  const router = Router()

  const secretOf = (request: Request): string | undefined => (typeof request.query['k'] === 'string' ? request.query['k'] : undefined)

  /** The badge, if this reader may see it: shared, or opened with the holder's secret link. */
  const visibleBadge = async (request: Request, id: string): Promise<BadgePageRecord & { isPrivate: boolean }> => {
    const record = await readBadgePage(deps.db, id)
    const secret = secretOf(request)
    const isPrivate = record?.credential.visibility === 'private'
    const isHolder = record !== undefined && secret !== undefined && (await holderBySecret(deps, id, secret)) !== undefined
    if (record === undefined) throw await noBadge(web, id)
    if (isPrivate && !isHolder) throw noBadgeHere()
    return { ...record, isPrivate }
  }

  const mayRead = async (request: Request, endorsement: SignedEndorsement): Promise<{ isPrivate: boolean } | undefined> => {
    if (await isPublicEndorsement(deps, endorsement)) return { isPrivate: false }
    const secret = secretOf(request)
    const isHolder = secret !== undefined && (await holderBySecret(deps, endorsedBadge(deps, endorsement), secret)) !== undefined
    return isHolder ? { isPrivate: true } : undefined
  }

  router.get('/endorsements/:file', async (request, response) => {
    const match = /^([0-9a-z]{26})(\.json)?$/.exec(request.params.file)
    const endorsement = match?.[1] === undefined ? undefined : await findEndorsement(deps.db, match[1])
    if (endorsement === undefined || endorsement.state === 'reserved') throw nothingHere()
    const access = await mayRead(request, endorsement)
    if (access === undefined) throw nothingHere()
    response.vary('Accept')
    const wanted = match?.[2] === undefined ? representationOf(request) : { kind: 'json' as const, mediaType: 'application/json' }
    if (wanted.kind === 'none')
      throw new ServiceError(
        'not_acceptable',
        'An endorsement is served as text/html, application/vc, application/ld+json and application/json.',
      )
    if (wanted.kind === 'json') {
      openToAll(response)
      const { text, sha256 } = endorsement.document
      return sendStored(request, response, {
        body: text,
        sha256,
        mediaType: wanted.mediaType,
        maxAgeSeconds: 0,
        isPrivate: access.isPrivate,
      })
    }
    const view = endorsementView(await endorsementFinding(web, endorsement, secretOf(request)), await contextOf(web, request))
    sendPage(response, EndorsementPage(view), access)
  })

  const sendList = async (
    request: Request,
    response: Response,
    about: { name: Text; path: string; targetId: string; isDemo: boolean; isPrivate?: boolean },
  ): Promise<void> => {
    const findings = []
    for (const endorsement of await listEndorsementsOf(deps.db, about.targetId))
      findings.push(await endorsementFinding(web, endorsement, secretOf(request)))
    response.vary('Accept')
    if (wantsPage(request)) {
      const view = endorsementListView({ ...about, url: about.path, findings }, await contextOf(web, request))
      sendPage(response, EndorsementListPage(view), { isPrivate: about.isPrivate === true })
      return
    }
    const body = JSON.stringify(endorsementListJson(findings, deps.publicUrl))
    sendStored(request, openToAll(response), {
      body,
      sha256: createHash('sha256').update(body).digest('hex'),
      mediaType: 'application/json',
      maxAgeSeconds: 0,
      isPrivate: about.isPrivate === true,
    })
  }

  router.get('/badges/:id/endorsements', async (request, response) => {
    const { credential, achievement, isPrivate } = await visibleBadge(request, request.params.id)
    const secret = secretOf(request)
    await sendList(request, response, {
      name: { ja: achievement.name },
      path: `/badges/${credential.id}${isPrivate && secret !== undefined ? `?k=${encodeURIComponent(secret)}` : ''}`,
      targetId: credentialUrl(deps.publicUrl, credential.id),
      isDemo: credential.isDemo,
      isPrivate,
    })
  })

  router.get(['/achievements/:slug/endorsements', '/achievements/:slug/v/:ordinal/endorsements'], async (request, response) => {
    const ordinal = request.params['ordinal'] === undefined ? 1 : Number(request.params['ordinal'])
    const achievement = Number.isInteger(ordinal)
      ? await findAchievement(deps.db, achievementId(String(request.params['slug']), ordinal))
      : undefined
    if (achievement === undefined) throw new ServiceError('achievement_not_found', 'There is no badge definition at this address.')
    await sendList(request, response, {
      name: { ja: achievement.name },
      path: achievement.id,
      targetId: achievementUrl(deps.publicUrl, achievement.id),
      isDemo: achievement.isDemo,
    })
  })

  router.get('/employers/:slug/endorsements', async (request, response) => {
    const employer = await findOrganisationBySlug(deps.db, request.params.slug)
    if (employer === undefined || employer.kind !== 'employer')
      throw new ServiceError('organisation_not_found', 'There is no employer at this address.')
    await sendList(request, response, {
      name: employer.name,
      path: `/employers/${employer.slug}`,
      targetId: employerUrl(deps.publicUrl, employer.slug),
      isDemo: employer.isDemo,
    })
  })

  router.get(['/badges/:id/refresh', '/badges/:id/versions/:sha256'], async (request, response) => {
    const { credential, isPrivate } = await visibleBadge(request, String(request.params['id']))
    const wanted = request.params['sha256']
    const document =
      wanted === undefined || wanted === credential.document.sha256
        ? credential.document
        : await findCredentialVersion(deps.db, credential.id, String(wanted))
    if (document === undefined) throw new ServiceError('not_found', 'No version of the badge with this digest was signed.')
    sendStored(request, openToAll(response), {
      body: document.text,
      sha256: document.sha256,
      mediaType: 'application/vc',
      maxAgeSeconds: 0,
      isPrivate,
    })
  })

  return router
}

const openToAll = (response: Response): Response =>
  response.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' })
