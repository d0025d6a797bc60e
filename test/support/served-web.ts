import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
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

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** Opens the door first and moves the service in behind it, because its address must be known before anything is signed. */
export const serveWeb = async (): Promise<ServedWeb> => {
  let answer: Answer | undefined
  const server = createServer((request, response) => (request.url === axePath ? answerAxe(response) : answer?.(request, response)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://localhost:${(server.address() as AddressInfo).port}`
  const web = await newWebWorld({ publicUrl: base, assetsDir })
  answer = web.app as unknown as Answer
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

/** Beside the service's own addresses, so that a page may load it as its own script; the browser then keeps it compiled from page to page. */
const axePath = '/axe-for-tests.js'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const answerAxe = (response: ServerResponse): void => {
  response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'max-age=3600, immutable' }).end(axe)
}

/**
 * What axe finds on a page of the served service, a line each.
 *
 * @param tags - rule sets; all of axe's rules where they are not given
 * @param skipped - rules that are not asked
 */
export const axeFindings = async (page: Page, tags?: readonly string[], skipped: readonly string[] = []): Promise<string[]> => {
  await page.addScriptTag({ url: axePath })
  const rules = Object.fromEntries(skipped.map((rule) => [rule, { enabled: false }]))
  const options = JSON.stringify({ reporter: 'no-passes', rules, ...(tags === undefined ? {} : { runOnly: tags }) })
  const answer = (await page.evaluate(`axe.run(${options})`)) as { violations: { id: string; nodes: { html: string }[] }[] }
  return answer.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}
