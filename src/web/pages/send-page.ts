import type { Response } from 'express'
import type { VNode } from 'preact'
import { renderPage } from './render-page.ts'

/** @param options.isPrivate - the page is for one reader: nothing may keep it */
export const sendPage = (response: Response, page: VNode, options: { status?: number; isPrivate?: boolean } = {}): void => {
  response
    .status(options.status ?? 200)
    .vary('Accept')
    .vary('Accept-Language')
    .set('Cache-Control', options.isPrivate ? 'private, no-store' : 'no-cache')
    .type('html')
    .send(renderPage(page))
}
