import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { ServiceError } from '../errors.ts'
import type { Deps } from '../service/deps.ts'
import { type Verifying, verifying } from '../service/verifying.ts'
import type { VerifierDeps } from '../verification/deps.ts'
import type { PictureRoom } from '../verification/input-image.ts'
import { type SavedProofVerification, verifySavedProof } from '../verification/saved-proof.ts'
import type { Verdict, Verification } from '../verification/verdict.ts'
import { savedProofIn } from '../verification/verify-saved-input.ts'
import { describeFailure, print } from './terminal.ts'
import { withHouse } from './with-house.ts'

const exitCodes: Record<Verdict, number> = { valid: 0, invalid: 1, unverifiable: 2, 'bad-request': 3 }

const sentences: Record<Verdict, string> = {
  valid: 'Valid: unaltered, by the issuer that it names, not revoked, in its period.',
  invalid: 'Not valid.',
  unverifiable: 'Could not be verified: something could not be decided. This is not "valid".',
  'bad-request': 'This holds no badge that can be read.',
}

const signs = { passed: '✔', failed: '✖', not_determined: '?', not_applicable: '–' } as const

/** What a verification says, a line each. */
const linesOf = ({ verdict, issuer, checks, warnings }: Verification): string[] => [
  sentences[verdict],
  ...(issuer === undefined ? [] : [issuerLine(issuer)]),
  ...checks.flatMap((check) => [
    `  ${signs[check.status]} ${check.id}: ${check.detail}`,
    ...(check.items ?? []).map((item) => `      ${signs[item.status]} ${item.id ?? ''} ${item.detail}`),
  ]),
  ...warnings.map((warning) => `  ! ${warning.detail}`),
]

const issuerLine = ({ id, name, recognised, register }: NonNullable<Verification['issuer']>): string =>
  `Issuer: ${name ?? '(no name)'} <${id}> ${recognised ? `– in our register as ${register?.name} since ${register?.since}` : '– NOT in our register'}`

/** What a saved proof says, as of when. */
const savedLinesOf = ({ verification, savedAt, statusAsOf, agrees }: SavedProofVerification): string[] => [
  `A saved proof of ${savedAt.toISOString()}. What follows holds for that instant, by the documents in the file; nothing was looked up.`,
  ...(statusAsOf === undefined ? [] : [`Whether it was revoked is known from a list of ${statusAsOf.toISOString()}.`]),
  ...(agrees ? [] : ['The verdict written in the file does not follow from what it holds.']),
  ...linesOf(verification),
]

export interface VerifyOptions {
  /** an e-mail address or a DID */
  recipient?: string
  json?: boolean
  /** path of the proof that is to be written; nothing may be there */
  save?: string
}

/**
 * Verifies one file, address or text as the command does.
 *
 * @returns what is printed, and the exit status: 0 valid, 1 invalid, 2 unverifiable, 3 not a badge
 * @throws ServiceError `conflict` when the file of `save` exists, `invalid_input` when there is nothing to save
 */
export const runVerify = async (
  { deps, verifier, work }: { deps: Deps; verifier: VerifierDeps; work: PictureRoom },
  input: string,
  options: VerifyOptions = {},
): Promise<{ printed: string; exitCode: number }> => {
  const source = input === '-' ? { bytes: new Uint8Array(readFileSync(0)) } : fileOrText(input)
  const recipient = recipientOf(options.recipient)
  const answer = (verification: Verification, whole: unknown, lines: string[]) => ({
    printed: options.json ? JSON.stringify(whole, null, 2) : lines.join('\n'),
    exitCode: exitCodes[verification.verdict],
  })
  const saved = savedProofIn(source)
  if (saved !== undefined) {
    // On a terminal people verify files that they kept themselves: the file is enough, and nothing is looked up.
    const found = await verifySavedProof(saved, verifier, 'file', recipient === undefined ? {} : { recipient })
    return answer(found.verification, found, savedLinesOf(found))
  }
  const desk = verifying(deps, verifier, work)
  const { verification, text } = await desk.input(source, { recipient })
  if (options.save !== undefined) await saveProof(desk, text, options.save)
  return answer(verification, verification, linesOf(verification))
}

const recipientOf = (given: string | undefined) =>
  given === undefined ? undefined : given.includes('@') ? { email: given } : { id: given }

export const verifyCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  program
    .command('verify')
    .description('verify a badge; exit status 0 valid, 1 invalid, 2 unverifiable, 3 not a badge, 4 the command itself failed')
    .argument('<input>', 'a file (JSON, JWT, PNG, SVG, JPEG of a QR code, a saved proof), a URL, a short number, or - for standard input')
    .option('--recipient <e-mail or DID>', 'also check that it was issued to this person')
    .option('--save <file>', 'write a proof of this verification, which can be verified again without a network')
    .option('--json', 'print the whole answer as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  akashi verify badge.png\n  akashi verify https://badges.example/badges/… --json\n  akashi verify badge.png --save proof.json',
    )
    .action(async (input: string, options: VerifyOptions) => {
      try {
        await withHouse(environment, async (house) => {
          await house.work.ready()
          const { printed, exitCode } = await runVerify(house, input, options)
          print(printed)
          process.exitCode = exitCode
        })
      } catch (error) {
        // A database that does not open says nothing about a badge: a status of its own, so that no script reads "invalid".
        process.stderr.write(`${describeFailure(error)}\n`)
        process.exitCode = 4
      }
    })
}

const saveProof = async (verifier: Verifying, text: string | undefined, path: string): Promise<void> => {
  if (text === undefined) throw new ServiceError('invalid_input', 'No credential was read, so there is no proof to save.')
  const { file } = await verifier.proofOf(text)
  try {
    writeFileSync(path, file, { flag: 'wx', mode: 0o600 })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    throw new ServiceError('conflict', `${path} exists already; name a new file.`, { cause })
  }
  process.stderr.write(`Saved the proof in ${path}. Verify it again without a network: akashi verify ${path}\n`)
}

const fileOrText = (input: string): { bytes: Uint8Array; fileName: string } | { text: string } => {
  try {
    return { bytes: new Uint8Array(readFileSync(input)), fileName: input }
  } catch {
    return { text: input }
  }
}
