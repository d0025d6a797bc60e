import type { Request } from 'express'
import { listOrganisations } from '../../store/read-models/registers.ts'
import { languageOf } from '../negotiate.ts'
import type { PageContext } from '../views/page-context.ts'
import type { WebDeps } from '../web-deps.ts'

/** What a page needs to know of the request. */
export const contextOf = async (web: WebDeps, request: Request): Promise<PageContext> => ({
  language: languageOf(request),
  languageChosen: request.query['lang'] === 'ja' || request.query['lang'] === 'en',
  address: request.originalUrl,
  publicUrl: web.deps.publicUrl,
  owner: (await listOrganisations(web.deps.db, 'secretariat'))[0]?.name,
  now: web.deps.now(),
})
