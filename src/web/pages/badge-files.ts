import { createHash } from 'node:crypto'
import { Router } from 'express'
import { validityOn } from '../../domain/credential.ts'
import { eraDate, jstDay } from '../../domain/japanese-date.ts'
import { badgeName } from '../../domain/participant.ts'
import { formatShortId } from '../../ids.ts'
import { credentialUrl } from '../../service/urls.ts'
import { readCertificate } from '../../store/read-models/certificate.ts'
import { certificatePdf } from '../images/certificate.ts'
import { ogCardPng } from '../images/og-card.ts'
import { pictureOf } from '../images/pictures.ts'
import { sendStored } from '../send.ts'
import { textsIn } from '../texts/texts.ts'
import type { WebDeps } from '../web-deps.ts'
import { nothingHere, visibleBadge } from './visible-badge.ts'

/** Cards are the same for all badges of a definition in the same state: a handful stays in memory. */
const MAX_CARDS = 100

/** Files that are made of a badge and its records: the certificate for printing, and the card that link previews show. */
export const badgeFileRoutes = (web: WebDeps): Router => {
  const { deps } = web
  const router = Router()
  const cards = new Map<string, { png: Uint8Array; sha256: string }>()

  // The certificate names the person: it is for the holder, or for everybody once the holder shows the name.
  router.get('/badges/:id.pdf', async (request, response) => {
    const badge = await visibleBadge(web, request, request.params.id)
    const { credential } = badge
    const record = await readCertificate(deps.db, credential)
    const isShown = badge.viewer !== undefined || credential.nameShown
    if (record === undefined || !isShown || validityOn(credential, jstDay(deps.now())) === 'revoked') throw nothingHere()
    const [title = '', ...name] = (record.council.official?.ja ?? '').split(/[　 ]/)
    const pdf = await certificatePdf({
      ...(record.certificateNo === undefined ? {} : { number: record.certificateNo }),
      course: record.course.ja,
      name: badgeName(record.holder),
      date: eraDate(credential.awardedOn),
      issuer: {
        name: record.council.name.ja,
        ...(record.council.official === undefined ? {} : { official: { title, name: name.join(' ') } }),
      },
      ...(record.operator === undefined ? {} : { operator: record.operator.name.ja }),
      url: credentialUrl(deps.publicUrl, credential.id),
      shortId: formatShortId(credential.shortId),
      // What is printed from here is a copy of the certificate that the course handed over.
      isReprint: true,
      createdAt: credential.issuedAt,
    })
    response.set('Content-Disposition', `inline; filename*=UTF-8''${encodeURIComponent(`修了証-${formatShortId(credential.shortId)}.pdf`)}`)
    sendStored(request, response, {
      body: pdf,
      sha256: createHash('sha256').update(pdf).digest('hex'),
      mediaType: 'application/pdf',
      maxAgeSeconds: 0,
      isPrivate: true,
    })
  })

  router.get('/badges/:id/card.png', async (request, response) => {
    const { credential, achievement } = await visibleBadge(web, request, request.params.id)
    const validity = validityOn(credential, jstDay(deps.now()))
    const words = textsIn('ja').verdict
    const key = JSON.stringify([achievement.id, validity])
    let card = cards.get(key)
    if (card === undefined) {
      const png = ogCardPng({
        badgeName: achievement.name,
        issuerName: issuerNameIn(credential.document.text),
        artSvg: pictureOf(achievement).svg,
        ...(validity === 'valid' ? {} : { verdictWord: words.word[validity] }),
      })
      card = { png, sha256: createHash('sha256').update(png).digest('hex') }
      if (cards.size >= MAX_CARDS) cards.delete(cards.keys().next().value as string)
      cards.set(key, card)
    }
    response.set('Cross-Origin-Resource-Policy', 'cross-origin')
    sendStored(request, response, {
      body: card.png,
      sha256: card.sha256,
      mediaType: 'image/png',
      maxAgeSeconds: 0,
      isPrivate: credential.visibility === 'private',
    })
  })

  return router
}

const issuerNameIn = (text: string): string => {
  const { issuer } = JSON.parse(text) as { issuer: string | { name?: string } }
  return typeof issuer === 'string' ? '' : (issuer.name ?? '')
}
