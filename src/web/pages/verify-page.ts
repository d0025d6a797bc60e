import type { Request, Response } from 'express'
import { VerifyPage } from '../../../templates/pages/verify-page.tsx'
import { tableSeal } from '../../service/seal-table.ts'
import { type VerifyPageInput, type VerifyResultInput, verifyView } from '../views/verify-view.ts'
import type { WebDeps } from '../web-deps.ts'
import { ownBadgeFacts } from './badge-facts.ts'
import { contextOf } from './context.ts'
import { sendPage } from './send-page.ts'
import type { NamedResult } from './verify.ts'

/** The verification page with the results of what was sent; our own badges also say what our records hold of them. */
export const sendVerifyPage = async (
  web: WebDeps,
  request: Request,
  response: Response,
  results: NamedResult[],
  more: Pick<VerifyPageInput, 'text' | 'problem' | 'recipient'> = {},
): Promise<void> => {
  const context = await contextOf(web, request)
  const inputs = await resultInputs(web, results)
  const seal = results.length > 1 ? { seal: (await tableSeal(web.deps)).seal } : {}
  sendPage(response, VerifyPage(verifyView({ results: inputs, demo: web.demo, ...seal, ...more }, context)), {
    status: more.problem === undefined ? 200 : 400,
    isPrivate: results.length > 0,
  })
}

/** The results with what our records hold of our own badges among them. */
export const resultInputs = async (web: WebDeps, results: NamedResult[]): Promise<VerifyResultInput[]> => {
  const inputs: VerifyResultInput[] = []
  for (const { name, verification, text, savedProof } of results) {
    const own = await ownBadgeFacts(web, verification)
    const more = { ...(own === undefined ? {} : { own }), ...(text === undefined ? {} : { text }) }
    inputs.push({ input: name, verification, ...more, ...(savedProof === undefined ? {} : { savedProof }) })
  }
  return inputs
}
