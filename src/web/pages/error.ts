import type { Request } from 'express'
import { ProblemPage } from '../../../templates/pages/problem-page.tsx'
import { languageOf } from '../negotiate.ts'
import type { Problem } from '../problem.ts'
import { problemView } from '../views/problem-view.ts'
import type { WebDeps } from '../web-deps.ts'
import { renderPage } from './render-page.ts'

/** A problem as a page. It asks the database nothing: the database may be the problem. */
export const errorPage = (web: WebDeps, request: Request, problem: Problem, retryAfterSeconds?: number): string =>
  renderPage(
    ProblemPage(
      problemView(
        { ...problem, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
        {
          language: languageOf(request),
          languageChosen: request.query['lang'] === 'ja' || request.query['lang'] === 'en',
          address: request.originalUrl,
          publicUrl: web.deps.publicUrl,
          now: web.deps.now(),
        },
      ),
    ),
  )
