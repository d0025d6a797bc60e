import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import type { VNode } from 'preact'
import { keptReads } from '../../service/kept-reads.ts'
import { languageOf } from '../negotiate.ts'
import { sendStored } from '../send.ts'
import type { WebDeps } from '../web-deps.ts'
import { renderPage } from './render-page.ts'

/** A page that is the same for everybody, as it is sent. */
export interface KeptPage {
  bytes: Uint8Array
  sha256: string
}

const pages = keptReads<KeptPage>({ maxBytes: 32_000_000, bytesOf: ({ bytes }) => bytes.length + 200 })

/** Pages say when they were made, and what they say depends on the day: none is older than the present minute. */
const MINUTE_MS = 60_000
/** Other addresses of the same page are its address with something that nobody needs: they are not kept. */
const ordinaryAddress = /^\/badges\/[0-9a-z]{26}(?:\?lang=(?:ja|en))?$/

/**
 * A page that depends on the address, the language and the database only, rendered once for each state of the database.
 *
 * @param version - of the database, as of before anything was decided for this page
 * @param page - undefined: it is not to be kept
 * @returns undefined for a page that is not kept
 */
export const keptPage = async (
  { deps }: Pick<WebDeps, 'deps'>,
  request: Request,
  version: string,
  page: () => Promise<VNode | undefined>,
): Promise<KeptPage | undefined> => {
  if (!ordinaryAddress.test(request.originalUrl)) return undefined
  const minute = Math.floor(deps.now().getTime() / MINUTE_MS)
  const render = async (): Promise<KeptPage | undefined> => {
    const made = await page()
    if (made === undefined) return undefined
    const bytes = Buffer.from(renderPage(made))
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
  }
  return pages(deps.db, `${languageOf(request)} ${request.originalUrl}`, render, `${minute} ${version}`)
}

/** A reader that has the page gets 304; everybody asks each time. */
export const sendKeptPage = (request: Request, response: Response, { bytes, sha256 }: KeptPage): void => {
  response.vary('Accept').vary('Accept-Language')
  sendStored(request, response, { body: bytes, sha256, mediaType: 'text/html; charset=utf-8', maxAgeSeconds: 0 })
}
