import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Router } from 'express'
import { projectRoot } from '../../project-root.ts'

/** The address that the `type` of every problem document names (RFC 9457): the list of errors with what to do. */
export const errorsListRoutes = (): Router => {
  const router = Router()
  const text = readFileSync(join(projectRoot, 'docs', 'errors.md'), 'utf8')
  router.get('/errors', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=3600').type('text/markdown; charset=utf-8').send(text)
  })
  return router
}
