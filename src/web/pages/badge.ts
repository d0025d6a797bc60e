import { type Request, type Response, Router } from 'express'
import type { VNode } from 'preact'
import { BadgePage } from '../../../templates/pages/badge-page.tsx'
import { ServiceError } from '../../errors.ts'
import { badgeToken } from '../../service/badge-token.ts'
import { ByteCache } from '../../service/kept-reads.ts'
import { credentialUrl } from '../../service/urls.ts'
import type { BadgePageRecord } from '../../store/read-models/badge-page.ts'
import { bakedPng, bakedSvg } from '../images/pictures.ts'
import { qrSvg } from '../images/qr.ts'
import { representationOf } from '../negotiate.ts'
import { sendStored } from '../send.ts'
import { sendFile } from '../send-file.ts'
import { formToken } from '../session.ts'
import { badgeView } from '../views/badge-view.ts'
import type { WebDeps } from '../web-deps.ts'
import { badgeFacts } from './badge-facts.ts'
import { contextOf } from './context.ts'
import { keptPage, sendKeptPage } from './kept-page.ts'
import { sendPage } from './send-page.ts'
import { nothingHere, visibleBadge } from './visible-badge.ts'

/** Codes by the address that they hold. */
const codes = new ByteCache<string>({ maxBytes: 4_000_000, bytesOf: (svg) => svg.length })

const qrOf = (url: string): string => {
  const known = codes.get(url)
  if (known !== undefined) return known
  const svg = qrSvg(url, { label: url })
  codes.set(url, svg)
  return svg
}

/** A badge's own address: page or credential by what the reader asks for, and its files. */
export const badgeRoutes = (web: WebDeps): Router => {
  const { deps, verifying } = web
  const router = Router()

  const sendCredential = (request: Request, response: Response, record: BadgePageRecord, mediaType: string): void => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' })
    const { document, visibility } = record.credential
    sendStored(request, response, {
      body: document.text,
      sha256: document.sha256,
      mediaType,
      maxAgeSeconds: 0,
      isPrivate: visibility === 'private',
    })
  }

  router.get('/badges/:file', async (request, response) => {
    const match = /^([0-9a-z]{26})(?:\.(json|jwt|png|svg))?$/.exec(request.params.file)
    if (match === null) {
      // An address of the right form that does not exist and one of another form look the same.
      throw nothingHere()
    }
    const [, id, ending] = match as unknown as [string, string, 'json' | 'jwt' | 'png' | 'svg' | undefined]
    const record = await visibleBadge(web, request, id)
    const { credential, achievement } = record
    const isPrivate = credential.visibility === 'private'
    const { text, sha256 } = credential.document
    switch (ending) {
      case 'json':
        return sendCredential(request, response, record, 'application/json')
      case 'jwt': {
        const token = await badgeToken(deps, credential)
        response.set({
          'Access-Control-Allow-Origin': '*',
          'Cross-Origin-Resource-Policy': 'cross-origin',
          'Content-Disposition': `attachment; filename="badge-${credential.shortId}.jwt"`,
        })
        return sendStored(request, response, {
          body: token.text,
          sha256: token.sha256,
          mediaType: 'application/jwt',
          maxAgeSeconds: 0,
          isPrivate,
        })
      }
      case 'png':
        response.set('Cross-Origin-Resource-Policy', 'cross-origin')
        return sendStored(request, response, {
          body: () => bakedPng(achievement, text),
          sha256: `png-${sha256}`,
          mediaType: 'image/png',
          maxAgeSeconds: 0,
          isPrivate,
        })
      case 'svg':
        // Opened by itself a picture must not be able to run anything (SECURITY T11).
        response.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        return sendStored(request, response, {
          body: () => bakedSvg(achievement, text),
          sha256: `svg-${sha256}`,
          mediaType: 'image/svg+xml',
          maxAgeSeconds: 0,
          isPrivate,
        })
    }
    response.vary('Accept')
    const wanted = representationOf(request)
    if (wanted.kind === 'none')
      throw new ServiceError('not_acceptable', 'A badge is served as text/html, application/vc, application/ld+json and application/json.')
    if (wanted.kind === 'json') return sendCredential(request, response, record, wanted.mediaType)

    const pageOf = async (): Promise<{ page: VNode; isSettled: boolean }> => {
      const verification = await verifying.stored(text)
      const context = await contextOf(web, request)
      const facts = await badgeFacts(web, record, {
        ...(record.viewer === undefined
          ? {}
          : { as: record.secret === undefined ? { token: formToken(web, request) } : { k: record.secret } }),
        saved: request.query['saved'] === '1',
        told: request.query['told'] === '1',
      })
      return { page: BadgePage(badgeView({ verification, facts }, context)), isSettled: verification.verdict !== 'unverifiable' }
    }
    // What could not be decided now is asked again with the next request.
    let open: VNode | undefined
    const settled = async (): Promise<VNode | undefined> => {
      const { page, isSettled } = await pageOf()
      if (isSettled) return page
      open = page
      return undefined
    }
    const kept = record.viewer === undefined ? await keptPage(web, request, record.version, settled) : undefined
    if (kept !== undefined) sendKeptPage(request, response, kept)
    else sendPage(response, open ?? (await pageOf()).page, { isPrivate: isPrivate || record.viewer !== undefined })
  })

  router.get('/badges/:id/proof', async (request, response) => {
    const record = await visibleBadge(web, request, request.params.id)
    const { file } = await verifying.proofOf(record.credential.document.text)
    sendFile(response, { name: `akashi-proof-${record.credential.shortId}.json`, mediaType: 'application/json', body: file })
  })

  router.get('/badges/:id/qr.svg', async (request, response) => {
    const { credential } = await visibleBadge(web, request, request.params.id)
    const url = credentialUrl(deps.publicUrl, credential.id)
    sendStored(request, response, {
      body: () => qrOf(url),
      sha256: `qr-${credential.id}`,
      mediaType: 'image/svg+xml',
      maxAgeSeconds: 0,
      isPrivate: credential.visibility === 'private',
    })
  })

  return router
}
