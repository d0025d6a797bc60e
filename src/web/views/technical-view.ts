import type { TechnicalView } from '../../../templates/components/technical.tsx'
import type { Check, Verification } from '../../verification/verdict.ts'
import { codeText } from './code-text.ts'
import { type PageContext, wordsOf } from './page-context.ts'
import { printable } from './safe-text.ts'

/** All checks with code and sentence, for whoever wants to know exactly. */
export const technicalView = (verification: Verification, context: PageContext): TechnicalView => {
  const words = wordsOf(context).checks
  const kind = verification.kind === undefined ? undefined : words.kinds[verification.kind]
  const issuerId = printable(verification.issuer?.id)
  return {
    summary: words.technical,
    caption: words.technical,
    heads: { check: words.technicalCheck, result: words.technicalResult, found: words.technicalFound },
    rows: verification.checks.flatMap((check) => rowsOf(check, context)),
    facts: [
      ...(kind === undefined ? [] : [{ name: words.documentKind, text: kind }]),
      ...(issuerId === undefined ? [] : [{ name: words.issuerId, text: issuerId, code: true }]),
    ],
    ...(verification.warnings.length === 0
      ? {}
      : { warnings: { label: words.warnings, items: verification.warnings.map((warning) => codeText(warning, context)) } }),
  }
}

const rowsOf = (check: Check, context: PageContext): TechnicalView['rows'] => {
  const words = wordsOf(context).checks
  const row = (
    name: string,
    item: { status: Check['status']; code: string; detail: string },
    path?: string,
  ): TechnicalView['rows'][number] => ({
    check: name,
    result: words.status[item.status],
    found: codeText(item, context),
    code: item.code,
    ...(path === undefined ? {} : { path: printable(path) }),
  })
  const name = words.names[check.id]
  const items = check.items ?? []
  return [row(name, check, check.path), ...(items.length > 1 ? items.map((item, place) => row(`${name} ${place + 1}`, item, item.id)) : [])]
}
