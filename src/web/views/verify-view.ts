import type { NoticeView } from '../../../templates/components/notice.tsx'
import type { VerdictState } from '../../../templates/components/verdict.tsx'
import type {
  ManyResultsView,
  OneResultView,
  ResultListView,
  ResultRowView,
  VerifyPageView,
} from '../../../templates/pages/verify-page.tsx'
import { isJsonObject } from '../../json.ts'
import type { Verification } from '../../verification/verdict.ts'
import type { SavedFinding } from '../../verification/verify-saved-input.ts'
import { codeText } from './code-text.ts'
import { dayText, instantText } from './dates.ts'
import { claimsOf } from './document-claims.ts'
import { embeddedEndorsements } from './endorsement-views.ts'
import { frameView } from './frame.ts'
import { type LedgerFacts, ledgerView } from './ledger-view.ts'
import { linkTo, type PageContext, wordsOf } from './page-context.ts'
import { questionViews } from './questions.ts'
import { technicalView } from './technical-view.ts'
import { reasonText, type StandingFacts, stateOf, verdictSentence, verdictView } from './verdict-view.ts'

/** What our records add where the badge is one of ours and may be seen by the one who asks. */
export interface OwnBadgeFacts extends StandingFacts, LedgerFacts {
  /** path of the badge's own page */
  pageUrl: string
}

export interface VerifyResultInput {
  /** file name, address or number as it was given */
  input: string
  verification: Verification
  own?: OwnBadgeFacts
  /** the credential that was judged, to keep a proof of it */
  text?: string
  /** what a saved proof says, where the input was one */
  savedProof?: Pick<SavedFinding, 'savedAt' | 'statusAsOf' | 'agrees' | 'verification'>
}

export interface VerifyPageInput {
  /** what stands in the field again */
  text?: string
  results: readonly VerifyResultInput[]
  /** what stands in the field of the recipient again */
  recipient?: string
  /** the service runs with the demo programme */
  demo?: boolean
  /** marks the table of several results as ours, so that the page can hand it back to be saved */
  seal?: (table: string) => string
  problem?: VerifyProblem
}

/** Why nothing was checked; the page has the words and the field. */
export type VerifyProblem = { kind: 'nothing_given' } | { kind: 'too_many'; count: number } | { kind: 'recipient' }

/** INTERFACES: a batch of 50. */
export const mostInputs = 50
const mostInputCharacters = 34

/** The verification page: the form, and the result of one input or the table of several. */
export const verifyView = (input: VerifyPageInput, context: PageContext): VerifyPageView => {
  const words = wordsOf(context)
  const [only, ...more] = input.results
  return {
    frame: frameView(
      {
        title: words.verify.title,
        current: 'verify',
        demo: input.demo === true,
        noindex: input.results.length > 0,
        scripts: ['verify-page'],
      },
      context,
    ),
    title: words.verify.title,
    intro: words.verify.intro,
    form: formView(input, context),
    ...problems(input, context),
    ...(only === undefined ? {} : { result: more.length === 0 ? oneResult(only, context) : manyResults(input, context) }),
  }
}

const message = (problem: VerifyProblem, context: PageContext): string => {
  const words = wordsOf(context).verify
  switch (problem.kind) {
    case 'nothing_given':
      return words.nothingGiven
    case 'too_many':
      return words.tooMany(problem.count, mostInputs)
    case 'recipient':
      return words.recipientWrong
  }
}

const fieldOf = ({ kind }: VerifyProblem): string => (kind === 'recipient' ? 'verify-recipient' : 'verify-text')

/** The mistake of a field, where it has one. */
const errorAt = (fieldId: string, { problem }: VerifyPageInput, context: PageContext): { error?: string } =>
  problem === undefined || fieldOf(problem) !== fieldId ? {} : { error: message(problem, context) }

const problems = (input: VerifyPageInput, context: PageContext): Pick<VerifyPageView, 'problems'> => {
  const { problem } = input
  if (problem === undefined) return {}
  return {
    problems: { heading: wordsOf(context).verify.problems, errors: [{ fieldId: fieldOf(problem), message: message(problem, context) }] },
  }
}

const formView = (input: VerifyPageInput, context: PageContext): VerifyPageView['form'] => {
  const words = wordsOf(context).verify
  return {
    action: linkTo(context, '/verify'),
    hidden: [],
    addresses: {
      id: 'verify-text',
      name: 'text',
      label: words.addresses,
      hint: words.addressesHint(mostInputs),
      value: input.text ?? '',
      ...errorAt('verify-text', input, context),
    },
    recipient: {
      id: 'verify-recipient',
      name: 'recipient',
      label: words.recipient,
      hint: words.recipientHint,
      value: input.recipient ?? '',
      ...errorAt('verify-recipient', input, context),
    },
    dropHere: words.dropHere,
    fileKinds: words.fileKinds,
    chooseFile: words.chooseFile,
    camera: {
      start: words.camera,
      stop: words.cameraStop,
      looking: words.cameraLooking,
      refused: words.cameraRefused,
      none: words.cameraNone,
      foreign: words.cameraForeign('{host}'),
      noAddress: words.cameraNoAddress,
    },
    words: { submitOne: words.submitCount(1), submitMany: submitMany(words), chosen: words.chosen('{names}') },
    submit: words.submit,
    notKept: words.notKept,
  }
}

/** The script puts the number in; 1,234,567 stands for it, since the words are made by a function of it. */
const submitMany = (words: ReturnType<typeof wordsOf>['verify']): string => words.submitCount(1_234_567).replace('1234567', '{count}')

const names = (result: VerifyResultInput, context: PageContext): { holder: string; badge: string; issuer: string } => {
  const words = wordsOf(context).verify
  const claims = claimsOf(result.verification.document ?? {})
  return {
    holder: result.own?.holderName ?? claims.holderName ?? words.noName,
    badge: claims.name ?? words.noBadgeName,
    issuer: result.verification.issuer?.register?.name ?? claims.issuer.name ?? claims.issuer.id ?? '',
  }
}

/** One sentence for a row: the reason where it is known, otherwise the sentence of the verdict. */
const found = (result: VerifyResultInput, state: VerdictState, context: PageContext): string => {
  const words = wordsOf(context)
  const sentence = verdictSentence(result.verification, state, context)
  if ((state === 'revoked' || state === 'suspended') && result.own?.reason !== undefined) {
    const { changedOn } = result.own
    const begin =
      state === 'revoked' && changedOn !== undefined ? words.checks.revocation.revokedOn(dayText(changedOn, context.language)) : sentence
    return `${begin}${context.language === 'ja' ? '' : ' '}${words.verdict.reasonLabel}：${reasonText(result.own.reason, context)}`
  }
  const confirmed = (result.own?.endorsements ?? []).some((endorsement) => endorsement.by === 'firm')
  return state === 'valid' && confirmed ? words.verify.confirmedResult : sentence
}

/** The address without its scheme, its middle left out where it is long: the table has room for both ends. */
const shortInput = (input: string): string => {
  const text = input.replace(/^https:\/\//, '')
  return text.length <= mostInputCharacters ? text : `${text.slice(0, mostInputCharacters - 9)}…${text.slice(-8)}`
}

const rowView = (result: VerifyResultInput, context: PageContext): ResultRowView => {
  const state = stateOf(result.verification, result.own)
  const { holder, badge } = names(result, context)
  return {
    state,
    word: wordsOf(context).verdict.word[state],
    holder,
    badge,
    found: found(result, state, context),
    input: { text: shortInput(result.input), ...(result.own === undefined ? {} : { href: linkTo(context, result.own.pageUrl) }) },
  }
}

const listView = (results: readonly VerifyResultInput[], context: PageContext): ResultListView => {
  const words = wordsOf(context).verify
  return {
    caption: words.caption,
    heads: { verdict: words.verdict, holder: words.holder, badge: words.badgeName, found: words.found, input: words.input },
    rows: results.map((result) => rowView(result, context)),
  }
}

const noticesFor = (states: readonly VerdictState[], context: PageContext): NoticeView[] => {
  const words = wordsOf(context).verify
  return [
    ...(states.includes('unchecked') ? [{ strong: words.uncheckedNote, text: words.uncheckedWhat }] : []),
    ...(states.includes('unknown') ? [{ strong: words.unknownNote, text: words.unknownWhat, caution: true }] : []),
    ...(states.includes('invalid') ? [{ strong: words.invalidNote, text: words.invalidWhat, caution: true }] : []),
  ]
}

const oneResult = (result: VerifyResultInput, context: PageContext): OneResultView => {
  const words = wordsOf(context)
  const { verification, own } = result
  const state = stateOf(verification, own)
  const recognised = verification.issuer?.recognised === true
  const claims = claimsOf(verification.document ?? {})
  const register = verification.issuer?.register
  const unknownIssuer = verification.issuer !== undefined && !recognised
  return {
    kind: 'one',
    heading: words.verify.resultOfOne,
    input: [
      { name: words.verify.checkedInput, text: result.input, code: true },
      ...(claims.issuer.name === undefined || recognised ? [] : [{ name: words.verify.issuerClaims, text: claims.issuer.name }]),
      ...(register === undefined ? [] : [{ name: words.verify.issuerRegister, text: register.name }]),
      ...recipientFact(verification, context),
    ],
    verdict: verdictView(verification, context, own),
    notices: [
      ...savedNotices(result, context),
      ...(unknownIssuer && state !== 'invalid'
        ? [{ strong: words.verify.unknownLead, text: words.verify.unknownWhat, caution: true }]
        : []),
      ...verification.warnings
        .filter((warning) => warning.code.startsWith('saved.'))
        .map((warning) => ({ text: codeText(warning, context), caution: true })),
      ...noticesFor(state === 'unknown' ? [] : [state], context),
    ],
    foreign: !recognised,
    ...(verification.document === undefined || state === 'invalid' || state === 'unreadable'
      ? {}
      : {
          ledger: ledgerView(
            claims,
            { ...own, url: undefined, embedded: embeddedEndorsements(verification) },
            context,
            state === 'revoked' ? 'closed' : 'open',
          ),
        }),
    stub: {
      label: words.badge.stub,
      heading: words.checks.heading,
      questions: questionViews(verification, context, own),
      ...sameHere(result, context),
    },
    ...contained(verification, context),
    technical: technicalView(verification, context),
    ...keep(result, context),
    printButton: words.badge.print,
    actions: own === undefined ? [] : [{ href: linkTo(context, own.pageUrl), label: words.verify.openPage, icon: 'document' }],
  }
}

/** The field of the page that holds the credential which was judged. */
const CREDENTIAL_FIELD = 'judged-credential'

/**
 * Lets the visitor's own browser check the same bytes, where it can: JSON with one proof of the suite it knows, and a verdict that signature, list
 * and dates decide. Elsewhere a line says that it cannot.
 */
const sameHere = (
  { text, verification, own }: VerifyResultInput,
  context: PageContext,
): Pick<OneResultView['stub'], 'sameHere' | 'notHere'> => {
  const words = wordsOf(context)
  const state = stateOf(verification, own)
  if (text === undefined || state === 'unreadable' || state === 'unchecked') return {}
  const { proof } = verification.document ?? {}
  const isKnown = verification.format === 'data-integrity' && isJsonObject(proof) && proof['cryptosuite'] === 'eddsa-rdfc-2022'
  const failed = (id: string): boolean => verification.checks.some((check) => check.id === id && check.status === 'failed')
  if (!isKnown || (state === 'invalid' && !failed('proof'))) return { notHere: words.verify.notHere }
  return { sameHere: { badge: { fieldId: CREDENTIAL_FIELD }, verdict: state, ...words.badge.sameHere } }
}

/** The answer to the recipient that was given, as a line of its own. */
const recipientFact = (verification: Verification, context: PageContext): OneResultView['input'] => {
  const check = verification.checks.find(({ id }) => id === 'recipient')
  if (check === undefined || check.status === 'not_applicable') return []
  return [{ name: wordsOf(context).checks.names.recipient, text: codeText(check, context) }]
}

/** What a saved proof says as of when, and what was confirmed now: two sentences, never one verdict. */
const savedNotices = ({ savedProof, verification }: VerifyResultInput, context: PageContext): NoticeView[] => {
  if (savedProof === undefined) return []
  const words = wordsOf(context)
  const at = (instant: Date): string => instantText(instant, context.language)
  const then = words.verdict.word[stateOf(savedProof.verification)]
  const now = words.verdict.word[stateOf(verification)]
  const { statusAsOf } = savedProof
  return [
    {
      strong: words.verify.savedThen(at(savedProof.savedAt), then),
      text: `${statusAsOf === undefined ? '' : words.verify.savedStatus(at(statusAsOf))}${words.verify.savedNow(at(verification.checkedAt), now)}`,
    },
    ...(savedProof.agrees ? [] : [{ text: words.verify.savedDiffers, caution: true }]),
  ]
}

/** A form that sends the credential back and gets a proof of its verification as a file; works without a script. */
const keep = ({ text, verification }: VerifyResultInput, context: PageContext): Pick<OneResultView, 'keep'> => {
  if (text === undefined || verification.verdict === 'bad-request') return {}
  const words = wordsOf(context).verify
  return {
    keep: {
      action: '/verify/proof',
      field: { id: CREDENTIAL_FIELD, name: 'text', value: text },
      label: words.proof,
      hint: words.proofHint,
    },
  }
}

const contained = (verification: Verification, context: PageContext): Pick<OneResultView, 'contained'> => {
  const inside = verification.contained ?? []
  if (inside.length === 0) return {}
  const list = listView(
    inside.map((one, place) => ({ input: String(place + 1), verification: one })),
    context,
  )
  return { contained: { ...list, caption: wordsOf(context).verify.contained } }
}

const manyResults = ({ results, seal }: VerifyPageInput, context: PageContext): ManyResultsView => {
  const words = wordsOf(context)
  const list = listView(results, context)
  const states = list.rows.map((row) => row.state)
  const order: VerdictState[] = ['valid', 'suspended', 'revoked', 'expired', 'not_yet', 'unknown', 'unchecked', 'invalid', 'unreadable']
  const checkedAt = results[0]?.verification.checkedAt ?? context.now
  return {
    kind: 'many',
    heading: words.verify.resultOfMany(results.length),
    checkedAt: words.verdict.checkedAt(instantText(checkedAt, context.language)),
    counts: order
      .map((state) => ({
        count: states.filter((one) => one === state).length,
        unit: words.verify.count,
        state,
        word: words.verdict.word[state],
      }))
      .filter(({ count }) => count > 0),
    list,
    notices: noticesFor(states, context),
    printButton: words.badge.print,
    ...(seal === undefined ? {} : { table: tableForm(results, seal, context) }),
  }
}

/** A form that hands the table back and gets it as a file; works without a script, and nothing of it is kept on the server. */
const tableForm = (
  results: readonly VerifyResultInput[],
  seal: (table: string) => string,
  context: PageContext,
): NonNullable<ManyResultsView['table']> => {
  const words = wordsOf(context).verify
  const table = JSON.stringify([words.csvHeader, ...resultRows(results, context)])
  return {
    action: '/verify/table',
    fields: [
      { name: 'table', value: table },
      { name: 'seal', value: seal(table) },
    ],
    label: words.csv,
  }
}

/** The results as rows of a table file; its head is `verify.csvHeader`. */
export const resultRows = (results: readonly VerifyResultInput[], context: PageContext): string[][] =>
  results.map((result) => {
    const row = rowView(result, context)
    const { issuer } = names(result, context)
    return [row.word, row.holder, row.badge, row.found, issuer, instantText(result.verification.checkedAt, context.language), result.input]
  })
