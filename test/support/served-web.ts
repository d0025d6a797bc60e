import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { assetsDir } from '../../src/compose.ts'
import type { Page } from './browser.ts'
import { newWebWorld, type WebWorld } from './web-world.ts'

/** The whole HTTP surface behind a real door, for a real browser. */
export interface ServedWeb {
  web: WebWorld
  /** `http://localhost:PORT` */
  base: string
  close(): Promise<void>
}

/** Opens the door first and moves the service in behind it, because its address must be known before anything is signed. */
export const serveWeb = async (): Promise<ServedWeb> => {
  let answer: ((request: never, response: never) => void) | undefined
  const server = await new Promise<Server>((resolve) => {
    const opened = createServer(((request: never, response: never) => answer?.(request, response)) as never).listen(0, '127.0.0.1', () =>
      resolve(opened),
    )
  })
  const base = `http://localhost:${(server.address() as AddressInfo).port}`
  const web = await newWebWorld({ publicUrl: base, assetsDir })
  answer = web.app as unknown as typeof answer
  return {
    web,
    base,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await web.close()
    },
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe finds on a page, a line each.
 *
 * @param tags - rule sets; all of axe's rules where they are not given
 * @param skipped - rules that are not asked
 */
export const axeFindings = async (page: Page, tags?: readonly string[], skipped: readonly string[] = []): Promise<string[]> => {
  await page.evaluate(axe)
  const rules = Object.fromEntries(skipped.map((rule) => [rule, { enabled: false }]))
  const options = JSON.stringify({ resultTypes: ['violations'], rules, ...(tags === undefined ? {} : { runOnly: tags }) })
  const answer = (await page.evaluate(`axe.run(${options})`)) as { violations: { id: string; nodes: { html: string }[] }[] }
  return answer.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}
